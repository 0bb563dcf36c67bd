package io.mnemesh.realtime.namespace;

import java.time.Duration;

/**
 * What a subscriber gets that cannot, or is not to, get everything at once.
 *
 * @param policy   what happens to what waits
 * @param key      path of the field whose newest value is kept, if it is conflated; empty to keep the newest message alone
 * @param interval shortest time between two deliveries; zero for none, which only what is conflated can have
 */
public record Pace(Policy policy, String key, Duration interval) {

    /** Everything at once; who does not read it is disconnected. */
    public static final Pace AT_ONCE = new Pace(Policy.DISCONNECT, "", Duration.ZERO);

    /** What happens to messages that a subscriber does not take. */
    public enum Policy {
        /** They wait in its socket's queue until that is full, which ends the connection. */
        DISCONNECT,
        /** They wait until there is no room for them; the oldest are dropped, and a gap says so. */
        DROP_OLDEST,
        /** A newer one replaces an older one of the same key. */
        CONFLATE;

        /** @throws IllegalArgumentException with a sentence naming key, value and rule */
        static Policy of(String key, String value) {
            return switch (value) {
                case "disconnect" -> DISCONNECT;
                case "drop-oldest" -> DROP_OLDEST;
                case "conflate" -> CONFLATE;
                default ->
                    throw new IllegalArgumentException(
                            key + " is '" + value + "' but has to be disconnect, drop-oldest or conflate.");
            };
        }
    }

    /** Whether subscribers get everything as it comes. */
    public boolean isAtOnce() {
        return policy == Policy.DISCONNECT;
    }
}
