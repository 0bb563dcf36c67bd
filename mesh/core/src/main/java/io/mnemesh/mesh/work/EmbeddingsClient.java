package io.mnemesh.mesh.work;

import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;

/** Typed client of embeddings-service over its work lanes. */
public interface EmbeddingsClient {

    /**
     * Embeds texts with the default model.
     *
     * @param texts 1 to 256 texts
     * @return vectors in the order of the texts; fails as {@link WorkClient#request} does
     */
    Uni<Embeddings> embed(TenantId tenant, List<String> texts, Lane lane, Duration deadline);

    /**
     * @param model   name and revision of the model, {@code name@revision}
     * @param vectors one vector per text, L2-normalised
     */
    record Embeddings(String model, List<float[]> vectors) {}
}
