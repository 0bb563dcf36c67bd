package io.mnemesh.realtime.channel;

import java.util.Optional;

/** Something about a member that the subscribers of a channel are told now or never; it has no position. */
public record Signal(Kind kind, Member member) {

    /** What happened. */
    public enum Kind {
        JOIN("join"),
        LEAVE("leave"),
        /** Somebody writes; over after a while unless it is said again. */
        TYPING("typing"),
        /** Somebody does not write any more. */
        RESTING("resting");

        private final String wire;

        Kind(String wire) {
            this.wire = wire;
        }

        /** As on the bus, and in the frames of clients where these have it. */
        public String wire() {
            return wire;
        }

        /** The kind whose {@link #wire} this is. */
        public static Optional<Kind> of(String wire) {
            for (Kind kind : values()) {
                if (kind.wire.equals(wire)) {
                    return Optional.of(kind);
                }
            }
            return Optional.empty();
        }
    }
}
