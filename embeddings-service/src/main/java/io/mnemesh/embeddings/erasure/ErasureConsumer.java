package io.mnemesh.embeddings.erasure;

import io.mnemesh.embeddings.job.ErasedJobs;
import io.mnemesh.embeddings.vector.ForgottenVectors;
import io.mnemesh.mesh.erasure.ErasureAnswers;
import io.mnemesh.mesh.erasure.ErasureSubscription;
import io.mnemesh.mesh.erasure.TableRewrites;
import io.mnemesh.mesh.event.payload.MemoryErased;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;

/**
 * Removes the corpora of erased users, and all cached vectors of the tenant: what text a vector is of is known by a hash
 * only, and computing the others again is cheaper than to tell anybody the hashes of what is erased.
 */
@Singleton
class ErasureConsumer extends ErasureSubscription {

    private static final List<String> TABLES =
            List.of("embedding_job", "embedding_job_text", "cache_entry", "cache_hot");

    private final ForgottenVectors vectors;
    private final ErasedJobs jobs;

    ErasureConsumer(ForgottenVectors vectors, ErasedJobs jobs, TableRewrites rewrites, ErasureAnswers answers) {
        super(rewrites, answers);
        this.vectors = vectors;
        this.jobs = jobs;
    }

    @Override
    public String group() {
        return "embeddings-erasure";
    }

    @Override
    protected Uni<Map<String, Long>> remove(TenantId tenant, MemoryErased asked) {
        return vectors.forget(tenant).chain(forgotten -> jobs.erase(tenant, asked, forgotten));
    }

    @Override
    protected List<String> tables() {
        return TABLES;
    }
}
