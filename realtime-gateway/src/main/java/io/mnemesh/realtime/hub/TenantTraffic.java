package io.mnemesh.realtime.hub;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.concurrent.atomic.LongAdder;

/** Counters of one tenant's sockets on this node. Safe for use by many threads. */
public final class TenantTraffic {

    private final LongAdder connections = new LongAdder();
    private final LongAdder subscriptions = new LongAdder();
    private final LongAdder messagesIn = new LongAdder();
    private final LongAdder messagesOut = new LongAdder();
    private final LongAdder bytesIn = new LongAdder();
    private final LongAdder bytesOut = new LongAdder();
    private final LongAdder slowDisconnects = new LongAdder();

    /** A connection was authenticated, or ended. */
    public void connection(int change) {
        connections.add(change);
    }

    void subscription(int change) {
        subscriptions.add(change);
    }

    /** A frame of a client came in. */
    public void received(long bytes) {
        messagesIn.increment();
        bytesIn.add(bytes);
    }

    void sent(long messages, long bytes) {
        messagesOut.add(messages);
        bytesOut.add(bytes);
    }

    void slowDisconnect() {
        slowDisconnects.increment();
    }

    public Snapshot snapshot() {
        return new Snapshot(
                connections.sum(),
                subscriptions.sum(),
                messagesIn.sum(),
                messagesOut.sum(),
                bytesIn.sum(),
                bytesOut.sum(),
                slowDisconnects.sum());
    }

    /**
     * @param connections     open and authenticated now
     * @param subscriptions   held now
     * @param messagesIn      frames received
     * @param messagesOut     frames sent
     * @param bytesIn         bytes of those received
     * @param bytesOut        bytes of those sent
     * @param slowDisconnects connections ended because they did not read fast enough
     */
    @RegisterForReflection
    public record Snapshot(
            long connections,
            long subscriptions,
            long messagesIn,
            long messagesOut,
            long bytesIn,
            long bytesOut,
            long slowDisconnects) {

        public static final Snapshot NONE = new Snapshot(0, 0, 0, 0, 0, 0, 0);

        public Snapshot plus(Snapshot other) {
            return new Snapshot(
                    connections + other.connections,
                    subscriptions + other.subscriptions,
                    messagesIn + other.messagesIn,
                    messagesOut + other.messagesOut,
                    bytesIn + other.bytesIn,
                    bytesOut + other.bytesOut,
                    slowDisconnects + other.slowDisconnects);
        }
    }
}
