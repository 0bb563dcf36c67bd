package io.mnemesh.cache.journal;

import io.mnemesh.cache.postgres.JournalTable;
import io.mnemesh.cache.postgres.JournalTable.Accepted;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Puts writes into the journal: those of one tenant that arrive while a transaction of the tenant runs go together in the next
 * one, in their order, the last of each key only. Thread-safe.
 */
final class Appender {

    private static final int MOST_KEYS = 256;
    private static final long MOST_BYTES = 4L << 20;

    /** Batches that wait, of tenants of whom a transaction runs. */
    private final Map<TenantId, Deque<Batch>> lanes = new HashMap<>();

    private final String cache;
    private final JournalTable journal;
    private final Origin origin;
    private final Duration delay;
    private final Depth depth;

    Appender(String cache, JournalTable journal, Origin origin, Duration delay, Depth depth) {
        this.cache = cache;
        this.journal = journal;
        this.origin = origin;
        this.delay = delay;
        this.depth = depth;
    }

    /**
     * @param writes that room is kept for in the journal
     * @return completes when they are durable; fails if they may not be
     */
    Uni<Void> append(TenantId tenant, List<Accepted> writes) {
        Batch batch;
        boolean idle;
        synchronized (lanes) {
            Deque<Batch> waiting = lanes.get(tenant);
            idle = waiting == null;
            if (waiting == null) {
                waiting = new ArrayDeque<>();
                lanes.put(tenant, waiting);
            }
            Batch last = waiting.peekLast();
            if (last == null || last.isFull()) {
                last = new Batch();
                waiting.addLast(last);
            }
            last.add(writes);
            batch = last;
        }
        if (idle) {
            next(tenant);
        }
        return Uni.createFrom().completionStage(batch.done::copy);
    }

    private void next(TenantId tenant) {
        Batch batch;
        synchronized (lanes) {
            Deque<Batch> waiting = lanes.get(tenant);
            batch = waiting == null ? null : waiting.pollFirst();
            if (batch == null) {
                lanes.remove(tenant);
                return;
            }
        }
        journal.append(cache, tenant, origin.name(), delay, batch.writes())
                .emitOn(Infrastructure.getDefaultExecutor())
                .subscribe()
                .with(
                        newKeys -> {
                            depth.added(batch.accepted, newKeys);
                            next(tenant);
                            batch.done.complete(null);
                        },
                        failure -> {
                            origin.change();
                            depth.released(batch.accepted);
                            next(tenant);
                            batch.done.completeExceptionally(failure);
                        });
    }

    /** Writes of one transaction. Changed under the lock of the lanes, until it is taken out of them. */
    private static final class Batch {

        private final Map<String, Accepted> byKey = new LinkedHashMap<>();
        private final CompletableFuture<Void> done = new CompletableFuture<>();
        private int accepted;
        private long bytes;

        boolean isFull() {
            return byKey.size() >= MOST_KEYS || bytes >= MOST_BYTES;
        }

        void add(List<Accepted> writes) {
            for (Accepted write : writes) {
                accepted += write.writes();
                bytes += write.envelope().length;
                byKey.merge(
                        write.key(),
                        write,
                        (before, after) ->
                                new Accepted(after.key(), after.envelope(), before.writes() + after.writes()));
            }
        }

        List<Accepted> writes() {
            return List.copyOf(byKey.values());
        }
    }
}
