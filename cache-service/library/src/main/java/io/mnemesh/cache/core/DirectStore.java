package io.mnemesh.cache.core;

import io.mnemesh.cache.CacheWrite;
import io.mnemesh.cache.CacheWriter;
import io.mnemesh.cache.WriteStats;
import io.mnemesh.cache.journal.WriteCounters;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;

/** A store that is written before a put ends: write-through and write-around. */
final class DirectStore<V> implements Store<V> {

    private static final long UNVERSIONED = 0;

    private final CacheWriter<V> writer;
    private final Keeping keeping;
    private final Duration timeout;
    private final WriteCounters counters = new WriteCounters();

    DirectStore(CacheWriter<V> writer, Keeping keeping, Duration timeout) {
        this.writer = writer;
        this.keeping = keeping;
        this.timeout = timeout;
    }

    @Override
    public Keeping keeping() {
        return keeping;
    }

    @Override
    public boolean leavesDoubt() {
        return true;
    }

    @Override
    public Uni<Void> write(List<Entry<V>> entries) {
        var tenant = entries.getFirst().address().tenant();
        var writes = entries.stream()
                .map(entry -> new CacheWrite<>(entry.address().key(), entry.value(), UNVERSIONED, 1))
                .toList();
        return Uni.createFrom()
                .deferred(() -> writer.write(tenant, writes))
                .ifNoItem()
                .after(timeout)
                .failWith(() -> new ProblemException(
                        ProblemType.DEADLINE_EXCEEDED, "Writing to the store of this cache took too long."))
                .invoke(() -> {
                    counters.accepted(writes.size());
                    counters.stored(writes.size(), writes.size());
                })
                .onFailure()
                .invoke(failure -> {
                    counters.refused(writes.size());
                    counters.failed(writes.size());
                });
    }

    @Override
    public WriteStats stats() {
        return counters.snapshot();
    }
}
