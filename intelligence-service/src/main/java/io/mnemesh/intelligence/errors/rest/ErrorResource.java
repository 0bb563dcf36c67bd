package io.mnemesh.intelligence.errors.rest;

import io.mnemesh.intelligence.errors.ErrorAnalyzer;
import io.mnemesh.intelligence.errors.ErrorGroup;
import io.mnemesh.intelligence.errors.GroupMerger;
import io.mnemesh.intelligence.rest.PageCursor;
import io.mnemesh.intelligence.rest.PageSize;
import io.mnemesh.intelligence.sql.Position;
import io.mnemesh.mesh.event.payload.MemoryContext;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.tenancy.CurrentIdentity;
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
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Error analysis over HTTP. */
@Path("/api/ai")
@Tag(name = "Errors", description = "What was learned from errors")
@Produces(MediaType.APPLICATION_JSON)
public class ErrorResource {

    private final ErrorAnalyzer analyzer;
    private final GroupMerger merger;
    private final CurrentIdentity identity;

    ErrorResource(ErrorAnalyzer analyzer, GroupMerger merger, CurrentIdentity identity) {
        this.analyzer = analyzer;
        this.merger = merger;
        this.identity = identity;
    }

    @POST
    @Path("/analyze-error")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "analyzeError",
            summary = "Find the group of an error, errors like it, and what resolved them",
            description = "The error is not stored. To let the mesh learn from it, store it as a memory of type error.")
    @APIResponse(responseCode = "200", description = "What is known; with too little evidence it says so")
    @APIResponse(responseCode = "413", description = "too-large")
    @APIResponse(responseCode = "422", description = "invalid-value, with the field")
    public Uni<AnalysisView> analyze(@Nullable AnalyzeErrorRequest request) {
        TenantId tenant = identity.tenant();
        if (request == null || request.error() == null) {
            throw ProblemException.invalid("error", "An error text is needed.");
        }
        MemoryContext context = request.context() == null ? MemoryContext.EMPTY : request.context();
        return analyzer.analyze(tenant, request.error(), context).map(AnalysisView::of);
    }

    @GET
    @Path("/errors")
    @Operation(operationId = "listErrorGroups", summary = "List error groups, the latest seen first")
    @APIResponse(responseCode = "200", description = "A page")
    @APIResponse(responseCode = "422", description = "invalid-value, with the field")
    public Uni<GroupPage> groups(
            @QueryParam("limit") @Parameter(description = "Most items, 1 to 100", example = "20") @Nullable
                    String limit,
            @QueryParam("cursor") @Parameter(description = "nextCursor of the page before") @Nullable String cursor) {
        TenantId tenant = identity.tenant();
        int size = PageSize.of(limit);
        var after = cursor == null ? null : PageCursor.position(cursor);
        return analyzer.groups(tenant, after, size + 1).map(found -> {
            var items = found.stream().limit(size).map(GroupView::of).toList();
            return new GroupPage(items, found.size() > size ? cursorAfter(found.get(size - 1)) : null);
        });
    }

    @GET
    @Path("/errors/{groupId}")
    @Operation(operationId = "getErrorGroup", summary = "Get an error group with its latest errors")
    @APIResponse(responseCode = "200", description = "The group, also under the id of one that was merged into it")
    @APIResponse(responseCode = "404", description = "not-found")
    public Uni<GroupDetail> group(@PathParam("groupId") String groupId) {
        TenantId tenant = identity.tenant();
        return analyzer.group(tenant, id(groupId, "error group")).map(GroupDetail::of);
    }

    @DELETE
    @Path("/errors/merges/{mergeId}")
    @Operation(
            operationId = "undoErrorMerge",
            summary = "Part a group that was joined to another because it means the same",
            description = "Its errors go back to it, and the two are not joined by meaning again.")
    @APIResponse(responseCode = "200", description = "The group that is there again, under its id")
    @APIResponse(responseCode = "404", description = "not-found")
    public Uni<GroupView> undo(@PathParam("mergeId") String mergeId) {
        TenantId tenant = identity.tenant();
        return merger.undo(tenant, id(mergeId, "merge")).map(GroupView::of);
    }

    private static String cursorAfter(ErrorGroup group) {
        return PageCursor.of(new Position(group.lastSeen(), group.id()));
    }

    /** What is no id names nothing that is there. */
    private static UUID id(String text, String what) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw ProblemException.notFound("There is no " + what + " of this id.");
        }
    }
}
