package io.mnemesh.embeddings.rest;

import io.mnemesh.embeddings.serving.EmbeddingMetrics;
import io.mnemesh.embeddings.serving.Statistics;
import io.mnemesh.mesh.tenancy.CurrentIdentity;
import io.mnemesh.mesh.tenancy.Identity;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code GET /api/embeddings/statistics}. */
@Path("/api/embeddings/statistics")
@Tag(name = "Embeddings")
@Produces(MediaType.APPLICATION_JSON)
public class StatisticsResource {

    private final EmbeddingMetrics metrics;
    private final CurrentIdentity identity;

    StatisticsResource(EmbeddingMetrics metrics, CurrentIdentity identity) {
        this.metrics = metrics;
        this.identity = identity;
    }

    @GET
    @NonBlocking
    @Operation(
            summary = "Hits and computed vectors of the caller's tenant",
            description = "Counted by the answering process since its start. Operators also see what the models did for"
                    + " all tenants: vectors, padding waste and the times of the stages.")
    public Statistics statistics() {
        Identity caller = identity.get();
        return metrics.statistics(caller.tenant(), caller.roles().contains(Identity.OPERATOR));
    }
}
