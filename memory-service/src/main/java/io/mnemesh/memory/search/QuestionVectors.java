package io.mnemesh.memory.search;

import io.mnemesh.memory.index.IndexConfig;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.mesh.work.EmbeddingsClient;
import io.mnemesh.mesh.work.Lane;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Vectors of questions, within a deadline; without one a question can still be searched by its words. */
@ApplicationScoped
class QuestionVectors {

    private static final Logger LOG = Logger.getLogger(QuestionVectors.class);

    private final EmbeddingsClient embeddings;
    private final SearchConfig config;
    private final IndexConfig index;

    QuestionVectors(EmbeddingsClient embeddings, SearchConfig config, IndexConfig index) {
        this.embeddings = embeddings;
        this.config = config;
        this.index = index;
    }

    /** Empty if it cannot be had in time. Never fails. */
    Uni<Optional<float[]>> of(TenantId tenant, String question) {
        return embeddings
                .embed(tenant, List.of(question), Lane.INTERACTIVE, config.embeddingDeadline())
                .map(answer -> answer.vectors().getFirst())
                .map(vector -> vector.length == index.dimensions() ? Optional.of(vector) : Optional.<float[]>empty())
                .ifNoItem()
                .after(config.embeddingDeadline())
                .fail()
                .onFailure()
                .invoke(failure -> LOG.debugf(failure, "A question is searched by its words only"))
                .onFailure()
                .recoverWithItem(Optional.empty());
    }
}
