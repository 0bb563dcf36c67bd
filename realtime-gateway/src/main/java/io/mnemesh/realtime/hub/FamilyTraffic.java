package io.mnemesh.realtime.hub;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counters of one family of channels, for one tenant on this node: a family is a kind of event, or all channels of another
 * namespace. Safe for use by many threads.
 */
public final class FamilyTraffic {

    private final LongAdder subscriptions = new LongAdder();
    private final LongAdder messagesOut = new LongAdder();
    private final LongAdder bytesOut = new LongAdder();

    void subscription(int change) {
        subscriptions.add(change);
    }

    void sent(long messages, long bytes) {
        messagesOut.add(messages);
        bytesOut.add(bytes);
    }

    public Snapshot snapshot() {
        return new Snapshot(subscriptions.sum(), messagesOut.sum(), bytesOut.sum());
    }

    /**
     * @param subscriptions held now
     * @param messagesOut   messages that came live, once for each subscriber
     * @param bytesOut      bytes of these
     */
    @RegisterForReflection
    public record Snapshot(long subscriptions, long messagesOut, long bytesOut) {

        public static final Snapshot NONE = new Snapshot(0, 0, 0);

        public Snapshot plus(Snapshot other) {
            return new Snapshot(
                    subscriptions + other.subscriptions, messagesOut + other.messagesOut, bytesOut + other.bytesOut);
        }
    }
}
