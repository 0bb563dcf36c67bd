package io.mnemesh.realtime.fanout;

import io.mnemesh.realtime.channel.ChannelItem.Message;
import io.mnemesh.realtime.channel.Member;
import io.mnemesh.realtime.channel.Position;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The form of a message on the bus, as the publish script writes it: {@code <epoch> <offset> <event id> <payload>}, with
 * {@code @<member>} and a space before the payload if a client published it. No JSON begins with that sign.
 */
final class BusMessage {

    private static final byte PUBLISHER = '@';

    private BusMessage() {}

    static Optional<Message> parse(byte[] bytes) {
        int first = space(bytes, 0);
        int second = space(bytes, first + 1);
        int third = space(bytes, second + 1);
        if (first < 0 || second < 0 || third < 0) {
            return Optional.empty();
        }
        boolean published = third + 1 < bytes.length && bytes[third + 1] == PUBLISHER;
        int last = published ? space(bytes, third + 1) : third;
        if (last < 0) {
            return Optional.empty();
        }
        try {
            long offset = Long.parseLong(text(bytes, first + 1, second));
            return Optional.of(new Message(
                    new Position(text(bytes, 0, first), offset),
                    text(bytes, second + 1, third),
                    Arrays.copyOfRange(bytes, last + 1, bytes.length),
                    published ? Member.parse(text(bytes, third + 2, last)).orElse(null) : null));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static int space(byte[] bytes, int from) {
        for (int i = Math.max(from, 0); i < bytes.length; i++) {
            if (bytes[i] == ' ') {
                return i;
            }
        }
        return -1;
    }

    private static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }
}
