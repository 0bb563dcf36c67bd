package io.mnemesh.memory.embedding;

import io.mnemesh.memory.background.BestEffort;
import io.mnemesh.memory.background.Gathering;
import io.mnemesh.memory.index.Generation;
import io.mnemesh.memory.storage.EventLoops;
import io.mnemesh.mesh.telemetry.MeshLog;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/**
 * Memories that wait for their vector for the build of the index beside the one that serves. Nobody waits for them: what
 * fails, or is one too many, is made up for by the passes over the record.
 */
@ApplicationScoped
class BesideQueue {

    private static final MeshLog LOG = MeshLog.of(BesideQueue.class);
    private static final Gathering.Limits LIMITS = new Gathering.Limits(10_000, 4, BesideVectors.PAGE);

    private final BesideVectors vectors;
    private final Gathering<Waiting> waiting;

    BesideQueue(BesideVectors vectors, EventLoops loops) {
        this.vectors = vectors;
        this.waiting = new Gathering<>(
                LIMITS, (page, next) -> page.getFirst().fits(next), this::store, loops::detached, loops::detached);
    }

    /** A memory that was stored or has changed. */
    private record Waiting(Generation generation, TenantId tenant, UUID memory) {

        boolean fits(Waiting other) {
            return tenant.equals(other.tenant) && generation.equals(other.generation);
        }
    }

    void add(Generation generation, TenantId tenant, UUID memory) {
        waiting.add(new Waiting(generation, tenant, memory));
    }

    private Uni<Void> store(List<Waiting> page) {
        Waiting first = page.getFirst();
        return vectors.store(
                        first.generation(),
                        first.tenant(),
                        page.stream().map(Waiting::memory).toList(),
                        true)
                .plug(BestEffort.of(LOG, "Memories were not embedded by the other model yet"))
                .replaceWithVoid();
    }
}
