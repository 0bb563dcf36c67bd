package io.mnemesh.embeddings.job.rest;

import io.mnemesh.embeddings.job.Jobs;
import io.mnemesh.embeddings.serving.EmbeddingsConfig;
import io.mnemesh.embeddings.token.LongText;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.tenancy.CurrentIdentity;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestStreamElementType;
import org.jspecify.annotations.Nullable;

/** {@code /api/embeddings/jobs}. */
@Path("/api/embeddings/jobs")
@Tag(name = "Embedding jobs")
@Produces(MediaType.APPLICATION_JSON)
public class JobsResource {

    private static final int MOST_VECTORS = 256;
    private static final Duration BETWEEN_EVENTS = Duration.ofSeconds(1);

    private final Jobs jobs;
    private final CurrentIdentity identity;
    private final LongText longText;

    JobsResource(Jobs jobs, CurrentIdentity identity, EmbeddingsConfig config) {
        this.jobs = jobs;
        this.identity = identity;
        this.longText = config.longText();
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Embed a corpus in the background",
            description = "Answered with 202 once the corpus is stored; no text of it gets lost after that.")
    @APIResponse(
            responseCode = "202",
            description = "The corpus is stored; Location names the job",
            content = @Content(schema = @Schema(implementation = JobView.class)))
    public Uni<Response> submit(@Nullable JobRequest request) {
        if (request == null || request.texts() == null) {
            throw ProblemException.invalid("texts", "A list of texts is needed.");
        }
        LongText policy = LongText.of("long_text", request.longText(), longText);
        return jobs.submit(identity.get(), request.model(), request.texts(), policy)
                .map(job -> Response.accepted(JobView.of(job))
                        .header(HttpHeaders.LOCATION, "/api/embeddings/jobs/" + job.id())
                        .build());
    }

    @GET
    @Path("{id}")
    @Operation(summary = "How far a job has come")
    public Uni<JobView> get(@PathParam("id") UUID id) {
        return jobs.get(identity.tenant(), id).map(JobView::of);
    }

    @GET
    @Path("{id}/events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    @APIResponse(
            responseCode = "200",
            description = "Events whose data are the job as it stands",
            content = @Content(mediaType = MediaType.SERVER_SENT_EVENTS, schema = @Schema(type = SchemaType.OBJECT)))
    @Operation(summary = "Follow a job", description = "One event a second until the job is finished.")
    @KnownJob
    public Multi<JobView> follow(@PathParam("id") UUID id) {
        TenantId tenant = identity.tenant();
        return Multi.createBy()
                .repeating()
                .uni(() -> jobs.get(tenant, id))
                .withDelay(BETWEEN_EVENTS)
                .whilst(job -> !job.finished())
                .onFailure(JobsResource::isGone)
                .recoverWithCompletion()
                .map(JobView::of);
    }

    @GET
    @Path("{id}/vectors")
    @Operation(
            summary = "Vectors of a job",
            description = "What has been worked off so far, by position; read on from next.")
    public Uni<JobVectors> vectors(
            @PathParam("id") UUID id,
            @QueryParam("from") @DefaultValue("0") int from,
            @QueryParam("limit") @DefaultValue("64") int limit) {
        if (limit < 1 || limit > MOST_VECTORS) {
            throw ProblemException.invalid("limit", "A page has 1 to " + MOST_VECTORS + " vectors.");
        }
        return jobs.finished(identity.tenant(), id, from, limit).map(texts -> JobVectors.of(texts, limit));
    }

    @DELETE
    @Path("{id}")
    @Operation(summary = "Give a job up", description = "Removes a finished one, with its vectors.")
    public Uni<Void> remove(@PathParam("id") UUID id) {
        return jobs.remove(identity.tenant(), id);
    }

    /** A job that is removed while it is followed ends the stream. */
    private static boolean isGone(Throwable failure) {
        return failure instanceof ProblemException problem && problem.type() == ProblemType.NOT_FOUND;
    }
}
