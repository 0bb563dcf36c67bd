package io.mnemesh.realtime.fanout;

import io.mnemesh.realtime.channel.Member;
import io.mnemesh.realtime.channel.Signal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * The form of signals on the bus, as scripts write it: {@code !<kind>} and the members it is about, with spaces between. No
 * message begins with that sign.
 */
final class BusSignals {

    private static final byte SIGN = '!';

    private BusSignals() {}

    static byte[] bytes(Signal signal) {
        return ((char) SIGN + signal.kind().wire() + " " + signal.member().text()).getBytes(StandardCharsets.UTF_8);
    }

    static boolean isSignal(byte[] bytes) {
        return bytes.length > 0 && bytes[0] == SIGN;
    }

    /** What can be read of it; a kind that a newer node knows is nothing here. */
    static List<Signal> parse(byte[] bytes) {
        String[] words = new String(bytes, StandardCharsets.UTF_8).substring(1).split(" ", -1);
        return Signal.Kind.of(words[0]).stream()
                .flatMap(kind -> Stream.of(words)
                        .skip(1)
                        .flatMap(word -> Member.parse(word).stream())
                        .map(member -> new Signal(kind, member)))
                .toList();
    }
}
