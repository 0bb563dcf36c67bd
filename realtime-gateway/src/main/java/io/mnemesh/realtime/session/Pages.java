package io.mnemesh.realtime.session;

import io.mnemesh.realtime.channel.ChannelItem.Message;
import java.util.List;

/** Parts of a history that fit into one piece. */
final class Pages {

    private Pages() {}

    /** As many of the messages as fit into so many bytes, one at least. */
    static List<Message> firstOf(List<Message> messages, int most) {
        long bytes = 0;
        for (int i = 0; i < messages.size(); i++) {
            bytes += messages.get(i).payload().length;
            if (bytes > most) {
                return messages.subList(0, Math.max(1, i));
            }
        }
        return messages;
    }
}
