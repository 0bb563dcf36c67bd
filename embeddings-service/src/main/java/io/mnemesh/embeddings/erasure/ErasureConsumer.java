package io.mnemesh.embeddings.erasure;

import io.mnemesh.embeddings.job.ErasedJobs;
import io.mnemesh.embeddings.vector.ForgottenVectors;
import io.mnemesh.mesh.erasure.ErasureAnswers;
import io.mnemesh.mesh.erasure.TableRewrites;
import io.mnemesh.mesh.event.EventType;
import io.mnemesh.mesh.event.EventTypes;
import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.event.payload.MemoryErased;
import io.mnemesh.mesh.stream.Delivery;
import io.mnemesh.mesh.stream.EventSubscription;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Removes the corpora of erased users, and all cached vectors of the tenant: what text a vector is of is known by a hash
 * only, and computing the others again is cheaper than to tell anybody the hashes of what is erased.
 */
@ApplicationScoped
class ErasureConsumer implements EventSubscription {

    private static final List<String> TABLES =
            List.of("embedding_job", "embedding_job_text", "cache_entry", "cache_hot");

    private final ForgottenVectors vectors;
    private final ErasedJobs jobs;
    private final TableRewrites rewrites;
    private final ErasureAnswers answers;

    ErasureConsumer(ForgottenVectors vectors, ErasedJobs jobs, TableRewrites rewrites, ErasureAnswers answers) {
        this.vectors = vectors;
        this.jobs = jobs;
        this.rewrites = rewrites;
        this.answers = answers;
    }

    @Override
    public String group() {
        return "embeddings-erasure";
    }

    @Override
    public Set<EventType<?>> types() {
        return Set.of(EventTypes.MEMORY_ERASED);
    }

    @Override
    public Duration linger() {
        return UNHURRIED;
    }

    @Override
    public Uni<Void> handle(MeshEvent<?> event, Delivery delivery) {
        return event.data() instanceof MemoryErased asked
                ? vectors.forget(event.tenant())
                        .chain(forgotten -> jobs.erase(event.tenant(), asked, forgotten))
                        .call(() -> asked.endsErasure()
                                ? rewrites.rewrite(asked.erasureId(), TABLES)
                                : Uni.createFrom().voidItem())
                        .chain(removed -> answers.acknowledge(event, asked, removed))
                : Uni.createFrom().voidItem();
    }
}
