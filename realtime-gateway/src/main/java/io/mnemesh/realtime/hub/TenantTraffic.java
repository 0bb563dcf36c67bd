package io.mnemesh.realtime.hub;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** Counters of one tenant's sockets on this node. Safe for use by many threads. */
public final class TenantTraffic {

    private final LongAdder connections = new LongAdder();
    private final LongAdder subscriptions = new LongAdder();
    private final LongAdder messagesIn = new LongAdder();
    private final LongAdder messagesOut = new LongAdder();
    private final LongAdder bytesIn = new LongAdder();
    private final LongAdder bytesOut = new LongAdder();
    private final LongAdder slowDisconnects = new LongAdder();
    private final ConcurrentMap<String, FamilyTraffic> families = new ConcurrentHashMap<>();

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

    FamilyTraffic family(String name) {
        return families.computeIfAbsent(name, _ -> new FamilyTraffic());
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
                slowDisconnects.sum(),
                families.entrySet().stream()
                        .collect(Collectors.toUnmodifiableMap(
                                Map.Entry::getKey, family -> family.getValue().snapshot())));
    }

    /** What one family of channels did. */
    FamilyTraffic.Snapshot snapshotOf(String family) {
        FamilyTraffic traffic = families.get(family);
        return traffic == null ? FamilyTraffic.Snapshot.NONE : traffic.snapshot();
    }

    /**
     * @param connections     open and authenticated now
     * @param subscriptions   held now
     * @param messagesIn      frames received
     * @param messagesOut     frames sent
     * @param bytesIn         bytes of those received
     * @param bytesOut        bytes of those sent
     * @param slowDisconnects connections ended because they did not read fast enough
     * @param families        the same by families of channels, as far as it can be told apart
     */
    @RegisterForReflection
    public record Snapshot(
            long connections,
            long subscriptions,
            long messagesIn,
            long messagesOut,
            long bytesIn,
            long bytesOut,
            long slowDisconnects,
            Map<String, FamilyTraffic.Snapshot> families) {

        public static final Snapshot NONE = new Snapshot(0, 0, 0, 0, 0, 0, 0, Map.of());

        public Snapshot {
            families = Collections.unmodifiableMap(new TreeMap<>(Objects.requireNonNullElse(families, Map.of())));
        }

        private static Map<String, FamilyTraffic.Snapshot> together(
                Map<String, FamilyTraffic.Snapshot> some, Map<String, FamilyTraffic.Snapshot> others) {
            var all = new TreeMap<>(some);
            others.forEach((name, family) -> all.merge(name, family, FamilyTraffic.Snapshot::plus));
            return all;
        }

        public Snapshot plus(Snapshot other) {
            return new Snapshot(
                    connections + other.connections,
                    subscriptions + other.subscriptions,
                    messagesIn + other.messagesIn,
                    messagesOut + other.messagesOut,
                    bytesIn + other.bytesIn,
                    bytesOut + other.bytesOut,
                    slowDisconnects + other.slowDisconnects,
                    together(families, other.families));
        }
    }
}
