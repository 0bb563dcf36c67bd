package io.mnemesh.intelligence.performance;

import io.mnemesh.intelligence.anomaly.Ensemble;
import io.mnemesh.mesh.tenancy.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The detectors of the series that were judged last. Whoever takes them is the only one that has them, until they are put back
 * with the revision of the series they belong to; what was not committed is not put back. Thread-safe.
 */
@ApplicationScoped
class SeriesStates {

    private final int most;
    private final LinkedHashMap<Key, State> held = new LinkedHashMap<>(16, 0.75f, true);

    SeriesStates(PerformanceConfig config) {
        this.most = config.validated().seriesInMemory();
    }

    private record Key(TenantId tenant, UUID series) {}

    private record State(Ensemble ensemble, long revision) {}

    /** Takes the detectors of a series at a revision; null if they are not here. */
    synchronized @Nullable Ensemble take(TenantId tenant, UUID series, long revision) {
        State state = held.remove(new Key(tenant, series));
        return state == null || state.revision() != revision ? null : state.ensemble();
    }

    synchronized void put(TenantId tenant, UUID series, long revision, Ensemble ensemble) {
        held.put(new Key(tenant, series), new State(ensemble, revision));
        if (held.size() > most) {
            held.pollFirstEntry();
        }
    }

    /** Forgets what one series is like. */
    synchronized void drop(TenantId tenant, UUID series) {
        held.remove(new Key(tenant, series));
    }

    /** Forgets all, as a restart does. */
    synchronized void clear() {
        held.clear();
    }

    synchronized int size() {
        return held.size();
    }

    int capacity() {
        return most;
    }
}
