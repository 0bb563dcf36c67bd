package io.mnemesh.cacheservice.objects.rest;

import io.mnemesh.cacheservice.objects.ManyObjects;
import io.mnemesh.cacheservice.objects.Objects;
import io.mnemesh.cacheservice.objects.Warming;
import io.mnemesh.mesh.tenancy.CurrentIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.InstantSource;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What is done to many objects of a namespace at once. */
@Path("/api/cache")
@Tag(name = "Cache")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class ManyResource {

    private final Objects objects;
    private final ManyObjects many;
    private final Warming warming;
    private final CurrentIdentity identity;
    private final InstantSource clock = InstantSource.system();

    ManyResource(Objects objects, ManyObjects many, Warming warming, CurrentIdentity identity) {
        this.objects = objects;
        this.many = many;
        this.warming = warming;
        this.identity = identity;
    }

    @POST
    @Path("/{namespace}/get-many")
    @Operation(
            summary = "Read many objects",
            description =
                    "Answers for each key whether there is an object, with its body in base64. When the answer is full,"
                            + " the keys that are left have the outcome left-out.")
    public Uni<ManyObjectsAnswer> getMany(@PathParam("namespace") String namespace, @Nullable ManyKeys request) {
        return many.find(identity.tenant(), namespace, request == null ? null : request.keys())
                .map(outcomes -> ManyObjectsAnswer.of(outcomes, clock.instant()));
    }

    @POST
    @Path("/{namespace}/warm")
    @Operation(
            operationId = "warmCache",
            summary = "Bring objects into the fast tiers before they are read",
            description =
                    "Copies those that there are into Redis and into the process that answers, until that is full;"
                            + " then the keys that are left have the outcome left-out. Not counted as reads.")
    @APIResponse(responseCode = "200", description = "What was found")
    @APIResponse(responseCode = "413", description = "too-large: a key, or more than 1,000 of them")
    @APIResponse(responseCode = "422", description = "invalid-value, with the field")
    public Uni<WarmAnswer> warm(
            @PathParam("namespace") @Parameter(example = "greetings") String namespace, @Nullable ManyKeys request) {
        return warming.warm(identity.tenant(), namespace, request == null ? null : request.keys())
                .map(WarmAnswer::of);
    }

    @POST
    @Path("/{namespace}/invalidate-tags")
    @Operation(
            operationId = "invalidateCacheTags",
            summary = "End all objects of a namespace that have one of these tags",
            description = "The work does not depend on how many there are. Answers 204 also for tags that nothing has.")
    @APIResponse(responseCode = "204", description = "None of them is answered any more")
    @APIResponse(responseCode = "422", description = "invalid-value, with the field")
    public Uni<Response> invalidateTags(
            @PathParam("namespace") @Parameter(example = "greetings") String namespace, @Nullable TagNames request) {
        return objects.invalidateTags(identity.tenant(), namespace, request == null ? null : request.tags())
                .map(done -> Response.noContent().build());
    }
}
