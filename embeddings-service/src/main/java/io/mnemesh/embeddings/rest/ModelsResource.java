package io.mnemesh.embeddings.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.mnemesh.embeddings.model.ModelSpec;
import io.mnemesh.embeddings.serving.Models;
import io.mnemesh.mesh.problem.ProblemException;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code GET /v1/models}. */
@Path("/v1/models")
@Tag(name = "Embeddings")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
public class ModelsResource {

    private final Models models;

    ModelsResource(Models models) {
        this.models = models;
    }

    @GET
    @Operation(summary = "List the models")
    public ModelList list() {
        return new ModelList("list", models.all().stream().map(Model::of).toList());
    }

    @GET
    @Path("{model}")
    @Operation(summary = "One model")
    public Model get(@PathParam("model") String name) throws Throwable {
        try {
            return Model.of(models.spec(name));
        } catch (ProblemException e) {
            throw OpenAiErrors.described(e);
        }
    }

    /**
     * The models in OpenAI's shape.
     *
     * @param object always {@code list}
     */
    @RegisterForReflection
    public record ModelList(String object, List<Model> data) {}

    /**
     * A model in OpenAI's shape, and what a client wants to know of it besides.
     *
     * @param object     always {@code model}
     * @param created    seconds since 1970
     * @param revision   revision of its weights, if it is said
     * @param precision  number format of its weights
     * @param dimensions length of its vectors
     * @param maxTokens  tokens of a text that it reads
     */
    @RegisterForReflection
    public record Model(
            String id,
            String object,
            long created,
            @JsonProperty("owned_by") String ownedBy,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String revision,

            String precision,
            int dimensions,
            @JsonProperty("max_tokens") int maxTokens) {

        static Model of(ModelSpec spec) {
            return new Model(
                    spec.name(),
                    "model",
                    spec.created().getEpochSecond(),
                    spec.owner(),
                    spec.revision().orElse(null),
                    spec.precision().name().toLowerCase(Locale.ROOT),
                    spec.dimensions(),
                    spec.maxTokens());
        }
    }
}
