package io.mnemesh.memory.search.rest;

import io.mnemesh.memory.search.SearchAnswer;
import io.mnemesh.memory.search.SearchDraft;
import io.mnemesh.memory.search.SearchService;
import io.mnemesh.mesh.tenancy.CurrentIdentity;
import io.mnemesh.mesh.tenancy.Identity;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Search over HTTP. */
@Path("/api/memories/search")
@Tag(name = "Search", description = "Find memories by words and meaning")
@Produces(MediaType.APPLICATION_JSON)
public class SearchResource {

    private final SearchService search;
    private final CurrentIdentity identity;

    SearchResource(SearchService search, CurrentIdentity identity) {
        this.search = search;
        this.identity = identity;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "searchMemories",
            summary = "Search memories",
            description = "By words (BM25) and meaning (vectors), only among memories that pass the filter. When"
                    + " vectors cannot be had in time it is searched by words, and mode and notice say so.")
    @APIResponse(responseCode = "200", description = "Hits, best first")
    @APIResponse(responseCode = "422", description = "invalid-value, with the field")
    @APIResponse(responseCode = "429", description = "too-many-requests: too many searches are waiting")
    public Uni<SearchAnswer> search(@Nullable SearchDraft draft) {
        Identity caller = identity.get();
        return search.search(caller, SearchDraft.check(draft));
    }
}
