package io.mnemesh.realtime.channel;

/** What flows through a channel: messages, and honest words about messages that are lost. */
public sealed interface ChannelItem {

    /** The position of a subscriber that has seen this item. */
    Position position();

    /**
     * One message.
     *
     * @param position its place in the channel
     * @param eventId  what it is deduplicated by
     * @param payload  a JSON object in UTF-8; not to be changed
     */
    record Message(Position position, String eventId, byte[] payload) implements ChannelItem {}

    /**
     * Messages that can no longer be delivered.
     *
     * @param reason   why
     * @param from     last position before the hole
     * @param position first position behind the hole: the next message is the one after it
     */
    record Gap(GapReason reason, Position from, Position position) implements ChannelItem {}
}
