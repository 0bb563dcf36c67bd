package io.mnemesh.realtime.history;

import io.mnemesh.realtime.channel.ChannelItem.Message;
import io.mnemesh.realtime.channel.Position;
import java.util.List;

/**
 * A part of a channel's log as it was at one moment.
 *
 * @param newest   the channel's newest position then
 * @param messages oldest first, all of the epoch of {@code newest}
 */
public record LogPage(Position newest, List<Message> messages) {

    public LogPage {
        messages = List.copyOf(messages);
    }
}
