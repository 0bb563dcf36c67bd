package io.mnemesh.realtime.channel;

import org.jspecify.annotations.Nullable;

/** What flows through a channel: messages, and honest words about messages that are lost. */
public sealed interface ChannelItem {

    /** The position of a subscriber that has seen this item. */
    Position position();

    /** Bytes of the payload that it brings. */
    int payloadBytes();

    /**
     * One message.
     *
     * @param position  its place in the channel
     * @param eventId   what it is deduplicated by
     * @param payload   JSON in UTF-8, of an event an object with members; not to be changed
     * @param publisher which client published it; null for an event of the mesh
     */
    record Message(
            Position position,
            String eventId,
            byte[] payload,
            @Nullable Member publisher) implements ChannelItem {

        /** An event of the mesh. */
        public Message(Position position, String eventId, byte[] payload) {
            this(position, eventId, payload, null);
        }

        @Override
        public int payloadBytes() {
            return payload.length;
        }
    }

    /**
     * Messages that can no longer be delivered.
     *
     * @param reason   why
     * @param from     last position before the hole
     * @param position first position behind the hole: the next message is the one after it
     */
    record Gap(GapReason reason, Position from, Position position) implements ChannelItem {
        @Override
        public int payloadBytes() {
            return 0;
        }
    }

    /**
     * A message told as its difference from the one that the subscriber got before it.
     *
     * @param delta that makes its payload of the other one's; not to be changed
     */
    record Change(Message message, byte[] delta) implements ChannelItem {
        @Override
        public Position position() {
            return message.position();
        }

        @Override
        public int payloadBytes() {
            return delta.length;
        }
    }
}
