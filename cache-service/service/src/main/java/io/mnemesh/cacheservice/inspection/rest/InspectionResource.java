package io.mnemesh.cacheservice.inspection.rest;

import io.mnemesh.cacheservice.inspection.Inspection;
import io.mnemesh.cacheservice.inspection.ObjectDetails;
import io.mnemesh.cacheservice.inspection.ScanPage;
import io.mnemesh.cacheservice.inspection.ScanRequest;
import io.mnemesh.cacheservice.objects.ObjectAddress;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.tenancy.CurrentIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What is stored, over HTTP. */
@Path("/api/cache")
@Tag(name = "Cache")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class InspectionResource {

    private final Inspection inspection;
    private final CurrentIdentity identity;

    InspectionResource(Inspection inspection, CurrentIdentity identity) {
        this.inspection = inspection;
        this.identity = identity;
    }

    @POST
    @Path("/{namespace}/scan")
    @Operation(
            operationId = "scanCache",
            summary = "List keys of a namespace, page by page",
            description =
                    "In the order of their code points, with size, end and tags, without values. Up to 1,000 a page,"
                            + " 100 if limit is left out.")
    @APIResponse(responseCode = "200", description = "A page")
    @APIResponse(responseCode = "422", description = "invalid-value, with the field")
    public Uni<ScanPage> scan(
            @PathParam("namespace") @Parameter(example = "greetings") String namespace, @Nullable ScanRequest request) {
        return inspection.scan(identity.tenant(), namespace, request == null ? ScanRequest.ALL : request);
    }

    @POST
    @Path("/{namespace}/inspect")
    @Operation(
            operationId = "inspectCacheObject",
            summary = "What is known of an object",
            description = "With its value only for the role admin or the scope cache:admin.")
    @APIResponse(responseCode = "200", description = "What is known")
    @APIResponse(responseCode = "404", description = "not-found, also for another tenant's object")
    @APIResponse(responseCode = "413", description = "too-large: the key")
    @APIResponse(responseCode = "422", description = "invalid-value, with the field")
    public Uni<ObjectDetails> inspect(
            @PathParam("namespace") @Parameter(example = "greetings") String namespace, @Nullable KeyName request) {
        String key = request == null ? null : request.key();
        if (key == null) {
            throw ProblemException.invalid("key", "Send a JSON object with a key.");
        }
        return inspection.inspect(identity.get(), new ObjectAddress(namespace, key));
    }
}
