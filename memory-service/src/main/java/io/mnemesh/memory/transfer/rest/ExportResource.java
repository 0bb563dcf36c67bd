package io.mnemesh.memory.transfer.rest;

import io.mnemesh.memory.memories.rest.ListParameters;
import io.mnemesh.memory.transfer.Exports;
import io.mnemesh.memory.transfer.TransferLine;
import io.mnemesh.mesh.tenancy.CurrentIdentity;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestStreamElementType;

/** Exports over HTTP. */
@Path("/api/memories/export")
@Tag(name = "Transfer")
public class ExportResource {

    private final Exports exports;
    private final CurrentIdentity identity;

    ExportResource(Exports exports, CurrentIdentity identity) {
        this.exports = exports;
        this.identity = identity;
    }

    @GET
    @Produces("application/x-ndjson")
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "exportMemories",
            summary = "Export memories, one JSON object per line",
            description =
                    "Superseded, merged and archived ones too, the latest stored first, restricted as the list of memories is"
                            + " (limit, cursor and includeArchived do not apply). An import takes the lines back with ids and times as they are.")
    @APIResponse(responseCode = "200", description = "Lines, as long as there are memories")
    @APIResponse(responseCode = "422", description = "invalid-value, with the field")
    public Multi<TransferLine> export(@BeanParam ListParameters parameters) {
        TenantId tenant = identity.tenant();
        return exports.of(tenant, parameters.filter());
    }
}
