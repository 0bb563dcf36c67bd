package io.mnemesh.realtime.history;

import io.mnemesh.realtime.channel.ChannelItem.Message;
import io.mnemesh.realtime.channel.Position;
import java.util.List;

/** Parts of a history, which are views of it. */
public final class Pages {

    private Pages() {}

    /** As many of the messages as fit into so many bytes, one at least if there is one. */
    public static List<Message> firstOf(List<Message> messages, int most) {
        long bytes = 0;
        for (int i = 0; i < messages.size(); i++) {
            bytes += messages.get(i).payload().length;
            if (bytes > most) {
                return messages.subList(0, Math.max(1, i));
            }
        }
        return messages;
    }

    /** The messages up to a position of their epoch. */
    public static List<Message> upTo(List<Message> messages, Position last) {
        int end = messages.size();
        while (end > 0 && messages.get(end - 1).position().offset() > last.offset()) {
            end--;
        }
        return messages.subList(0, end);
    }
}
