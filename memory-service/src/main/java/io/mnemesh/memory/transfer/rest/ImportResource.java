package io.mnemesh.memory.transfer.rest;

import io.mnemesh.memory.memories.PageRequest;
import io.mnemesh.memory.memories.rest.ListParameters;
import io.mnemesh.memory.transfer.Import;
import io.mnemesh.memory.transfer.ImportReport;
import io.mnemesh.memory.transfer.Imports;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.tenancy.CurrentIdentity;
import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Bulk imports over HTTP. */
@Path("/api/memories/imports")
@Tag(name = "Transfer", description = "Many memories in and out as lines of JSON")
@Produces(MediaType.APPLICATION_JSON)
public class ImportResource {

    private static final String LINES = "application/x-ndjson";

    private final Imports imports;
    private final CurrentIdentity identity;

    ImportResource(Imports imports, CurrentIdentity identity) {
        this.imports = imports;
        this.identity = identity;
    }

    @POST
    @Consumes(LINES)
    @Operation(
            operationId = "importMemories",
            summary = "Import memories, one JSON object per line",
            description =
                    "The lines are kept before the answer and stored in the background, each once, whatever is sent"
                            + " again and whatever restarts. A larger import is sent in several bodies: all but the last with"
                            + " more=true, each with its id and the number of its first line. Lines are memories as they are"
                            + " stored, or those of an export. The event memory_imported tells how far it is.")
    @RequestBody(
            content =
                    @Content(
                            mediaType = LINES,
                            schema =
                                    @Schema(
                                            type =
                                                    org.eclipse.microprofile.openapi.annotations.enums.SchemaType
                                                            .STRING),
                            example = "{\"content\":\"Ana prefers window seats.\",\"type\":\"preference\"}\n"))
    @APIResponse(
            responseCode = "202",
            description = "Received; Location names the import",
            content = @Content(schema = @Schema(implementation = Import.class)))
    @APIResponse(responseCode = "409", description = "conflict: lines are missing before these, or it takes no more")
    @APIResponse(responseCode = "413", description = "too-large: the body, or the import")
    @APIResponse(responseCode = "422", description = "invalid-value, with the field")
    @APIResponse(responseCode = "429", description = "too-many-requests: too many lines wait")
    public Uni<RestResponse<Import>> receive(
            @QueryParam("id") @Parameter(description = "UUID of the import; a new one if absent") @Nullable String id,
            @QueryParam("line")
                    @Parameter(description = "Number of the first line; 1 if absent", example = "5001")
                    @Nullable
                    String line,
            @QueryParam("more") @Parameter(description = "true if more bodies follow") @Nullable String more,
            byte @Nullable [] body) {
        Identity caller = identity.get();
        UUID known = id == null ? null : uuid(id);
        long first = line == null ? 1 : number("line", line, 1);
        if (more != null && !more.equals("true") && !more.equals("false")) {
            throw ProblemException.invalid("more", "'more' must be true or false.");
        }
        return imports.receive(caller, known, first, "true".equals(more), body == null ? new byte[0] : body)
                .map(job -> RestResponse.ResponseBuilder.create(RestResponse.Status.ACCEPTED, job)
                        .header(HttpHeaders.LOCATION, "/api/memories/imports/" + job.id())
                        .build());
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "getImport", summary = "How far an import is, with lines that were refused")
    @APIResponse(responseCode = "200", description = "The import; nextAfter is where its errors go on")
    @APIResponse(responseCode = "404", description = "not-found, also for another tenant's import")
    @APIResponse(responseCode = "422", description = "invalid-value, with the field")
    public Uni<ImportReport> report(
            @PathParam("id") String id,
            @QueryParam("after") @Parameter(description = "nextAfter of the page before", example = "120") @Nullable
                    String after,
            @QueryParam("limit") @Parameter(description = "Most errors, 1 to 200", example = "50") @Nullable
                    String limit) {
        TenantId tenant = identity.tenant();
        PageRequest page = PageRequest.of(ListParameters.number("limit", limit), null, "");
        return imports.report(tenant, named(id), after == null ? 0 : number("after", after, 0), page.limit());
    }

    @DELETE
    @Path("/{id}")
    @Operation(
            operationId = "cancelImport",
            summary = "Give up what is not stored yet",
            description = "What was stored stays; a finished import stays as it is.")
    @APIResponse(responseCode = "200", description = "The import")
    @APIResponse(responseCode = "404", description = "not-found, also for another tenant's import")
    public Uni<Import> cancel(@PathParam("id") String id) {
        TenantId tenant = identity.tenant();
        return imports.cancel(tenant, named(id));
    }

    private static UUID uuid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalid("id", "'id' must be a UUID.");
        }
    }

    /** What is no id cannot be one of an import. */
    private static UUID named(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw ProblemException.notFound("There is no import with this id.");
        }
    }

    private static long number(String name, String value, long least) {
        try {
            long number = Long.parseLong(value);
            if (number >= least) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw ProblemException.invalid(name, "'" + name + "' must be a whole number.");
        }
        throw ProblemException.invalid(name, "'" + name + "' must be at least " + least + ".");
    }
}
