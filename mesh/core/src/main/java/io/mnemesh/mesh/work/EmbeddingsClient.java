package io.mnemesh.mesh.work;

import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Typed client of embeddings-service over its work lanes. */
public interface EmbeddingsClient {

    /** Embeds texts with the default model. */
    default Uni<Embeddings> embed(TenantId tenant, List<String> texts, Lane lane, Duration deadline) {
        return embed(tenant, null, texts, lane, deadline);
    }

    /**
     * Embeds texts.
     *
     * @param model name of the model; null for the default one
     * @param texts 1 to 256 texts
     * @return vectors in the order of the texts; fails as {@link WorkClient#request} does, and with the problem of
     *     embeddings-service where there is no such model
     */
    Uni<Embeddings> embed(TenantId tenant, @Nullable String model, List<String> texts, Lane lane, Duration deadline);

    /**
     * @param model   name and revision of the model, {@code name@revision}
     * @param vectors one vector per text, L2-normalised
     */
    record Embeddings(String model, List<float[]> vectors) {}
}
