package io.mnemesh.memory.embedding;

import io.mnemesh.memory.background.BestEffort;
import io.mnemesh.memory.index.Generation;
import io.mnemesh.memory.storage.EventLoops;
import io.mnemesh.mesh.telemetry.MeshLog;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;

/**
 * Memories that wait for their vector for the build of the index beside the one that serves. Nobody waits for them: what
 * fails, or is one too many, is made up for by the passes over the record.
 *
 * <p>Threads: any may add. A few chains of Unis take a page each until nothing waits, each step on an event loop and on no
 * caller's context; the queue is guarded by its monitor.
 */
@ApplicationScoped
class BesideQueue {

    private static final MeshLog LOG = MeshLog.of(BesideQueue.class);
    private static final int MOST_WAITING = 10_000;
    private static final int MOST_CHAINS = 4;

    private final BesideVectors vectors;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final EventLoops loops;
    private int chains;

    BesideQueue(BesideVectors vectors, EventLoops loops) {
        this.vectors = vectors;
        this.loops = loops;
    }

    /** A memory that was stored or has changed. */
    private record Waiting(Generation generation, TenantId tenant, UUID memory) {

        boolean fits(Waiting other) {
            return tenant.equals(other.tenant) && generation.equals(other.generation);
        }
    }

    void add(Generation generation, TenantId tenant, UUID memory) {
        if (begins(new Waiting(generation, tenant, memory))) {
            loops.detached(this::work);
        }
    }

    /** True if another chain begins with it. */
    private synchronized boolean begins(Waiting one) {
        if (waiting.size() == MOST_WAITING) {
            return false;
        }
        waiting.add(one);
        if (chains == MOST_CHAINS) {
            return false;
        }
        chains++;
        return true;
    }

    private void work() {
        List<Waiting> page = next();
        if (page.isEmpty()) {
            return;
        }
        Waiting first = page.getFirst();
        Uni.createFrom()
                .deferred(() -> vectors.store(
                        first.generation(),
                        first.tenant(),
                        page.stream().map(Waiting::memory).toList(),
                        true))
                .plug(BestEffort.of(LOG, "Memories were not embedded by the other model yet"))
                .emitOn(loops::detached)
                .subscribe()
                .with(done -> work());
    }

    /** What one request takes: of one tenant, for one build. If there is none the chain ends. */
    private synchronized List<Waiting> next() {
        Waiting first = waiting.poll();
        if (first == null) {
            chains--;
            return List.of();
        }
        List<Waiting> page = new ArrayList<>();
        page.add(first);
        Waiting then = waiting.peek();
        while (then != null && page.size() < BesideVectors.PAGE && then.fits(first)) {
            page.add(waiting.remove());
            then = waiting.peek();
        }
        return page;
    }
}
