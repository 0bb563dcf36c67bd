package io.mnemesh.memory.memories.contradictions.rest;

import io.mnemesh.memory.memories.PageRequest;
import io.mnemesh.memory.memories.TextRules;
import io.mnemesh.memory.memories.contradictions.ContradictionPage;
import io.mnemesh.memory.memories.contradictions.Contradictions;
import io.mnemesh.memory.memories.rest.ListParameters;
import io.mnemesh.mesh.tenancy.CurrentIdentity;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Contradictions over HTTP. */
@Path("/api/memories/contradictions")
@Tag(name = "Facts", description = "Values of facts over time, memories that supersede each other")
@Produces(MediaType.APPLICATION_JSON)
public class ContradictionResource {

    private static final int AFTER_BYTES = 4096;

    private final Contradictions contradictions;
    private final CurrentIdentity identity;

    ContradictionResource(Contradictions contradictions, CurrentIdentity identity) {
        this.contradictions = contradictions;
        this.identity = identity;
    }

    @GET
    @Operation(
            operationId = "listContradictions",
            summary = "Memories that say different things of the same",
            description =
                    "Those that give an attribute different values, as far as rules for English sentences can read them;"
                            + " then, with the attribute holds, those that deny what similar ones say in the same words,"
                            + " which are found in the background. Memories in slots and superseded ones are left out."
                            + " Nothing is changed.")
    @APIResponse(responseCode = "200", description = "A page")
    @APIResponse(responseCode = "422", description = "invalid-value, with the field")
    public Uni<ContradictionPage> list(
            @QueryParam("limit") @Parameter(description = "Most items, 1 to 200", example = "50") @Nullable
                    String limit,
            @QueryParam("after") @Parameter(description = "nextAfter of the page before") @Nullable String after) {
        TenantId tenant = identity.tenant();
        PageRequest page = PageRequest.of(ListParameters.number("limit", limit), null, "");
        String checked = after == null ? null : TextRules.text("after", after, AFTER_BYTES);
        return contradictions.list(tenant, checked, page.limit());
    }
}
