package io.mnemesh.memory.migration.rest;

import io.mnemesh.memory.memories.rest.MemoryIds;
import io.mnemesh.memory.migration.MigrationDraft;
import io.mnemesh.memory.migration.MigrationProgress;
import io.mnemesh.memory.migration.Migrations;
import io.mnemesh.mesh.tenancy.CurrentIdentity;
import io.mnemesh.mesh.tenancy.Identity;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Migrations of the search index over HTTP, for operators. */
@Path("/api/index/migrations")
@Tag(name = "Index migrations", description = "Switch the embedding model without an interruption")
@Produces(MediaType.APPLICATION_JSON)
public class MigrationResource {

    private final Migrations migrations;
    private final CurrentIdentity identity;

    MigrationResource(Migrations migrations, CurrentIdentity identity) {
        this.migrations = migrations;
        this.identity = identity;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "beginIndexMigration",
            summary = "Build the index by another embedding model",
            description = "Memories are embedded in the background while the present index goes on serving; new and"
                    + " changed memories go into both. Nothing else changes until the cut-over.")
    @APIResponse(
            responseCode = "202",
            description = "Under way; Location names it",
            content = @Content(schema = @Schema(implementation = MigrationProgress.class)))
    @APIResponse(responseCode = "400", description = "malformed-request: no JSON, or a member that does not exist")
    @APIResponse(responseCode = "401", description = "unauthenticated")
    @APIResponse(responseCode = "403", description = "forbidden: it needs the role operator")
    @APIResponse(
            responseCode = "409",
            description = "conflict: another one is open, the model serves already, or the default model is not the one"
                    + " the index is of")
    @APIResponse(responseCode = "422", description = "invalid-value: there is no such model")
    @APIResponse(responseCode = "503", description = "unavailable: a model does not answer")
    public Uni<RestResponse<MigrationProgress>> begin(@Nullable MigrationDraft draft) {
        Identity caller = identity.get();
        return migrations
                .begin(caller, draft)
                .map(begun -> RestResponse.ResponseBuilder.create(RestResponse.Status.ACCEPTED, begun)
                        .header(HttpHeaders.LOCATION, "/api/index/migrations/" + begun.id())
                        .build());
    }

    @GET
    @Operation(operationId = "listIndexMigrations", summary = "All migrations of the index, latest first")
    @APIResponse(responseCode = "200", description = "The migrations")
    @APIResponse(responseCode = "401", description = "unauthenticated")
    @APIResponse(responseCode = "403", description = "forbidden: it needs the role operator")
    public Uni<List<MigrationProgress>> all() {
        Identity caller = identity.get();
        return migrations.all(caller);
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "getIndexMigration", summary = "How far a migration of the index is")
    @APIResponse(responseCode = "200", description = "The migration")
    @APIResponse(responseCode = "403", description = "forbidden: it needs the role operator")
    @APIResponse(responseCode = "404", description = "not-found")
    public Uni<MigrationProgress> one(@PathParam("id") String id) {
        Identity caller = identity.get();
        return migrations.byId(caller, MemoryIds.parse(id));
    }

    @POST
    @Path("/{id}/cutover")
    @Operation(
            operationId = "cutOverIndexMigration",
            summary = "Let the other model serve",
            description = "Every instance changes between two searches, as soon as its index has caught up.")
    @APIResponse(responseCode = "200", description = "The migration")
    @APIResponse(responseCode = "403", description = "forbidden: it needs the role operator")
    @APIResponse(responseCode = "404", description = "not-found")
    @APIResponse(
            responseCode = "409",
            description = "conflict: not every memory is in the other index yet, or the migration has ended")
    public Uni<MigrationProgress> cutOver(@PathParam("id") String id) {
        Identity caller = identity.get();
        return migrations.cutOver(caller, MemoryIds.parse(id));
    }

    @POST
    @Path("/{id}/rollback")
    @Operation(operationId = "rollBackIndexMigration", summary = "Let the model before serve again")
    @APIResponse(responseCode = "200", description = "The migration")
    @APIResponse(responseCode = "403", description = "forbidden: it needs the role operator")
    @APIResponse(responseCode = "404", description = "not-found")
    @APIResponse(responseCode = "409", description = "conflict: there was no cut-over, or the migration has ended")
    public Uni<MigrationProgress> rollBack(@PathParam("id") String id) {
        Identity caller = identity.get();
        return migrations.rollBack(caller, MemoryIds.parse(id));
    }

    @DELETE
    @Path("/{id}")
    @Operation(
            operationId = "endIndexMigration",
            summary = "End a migration of the index",
            description = "Drops the index that does not serve and the vectors of its model: the new ones before a"
                    + " cut-over and after a rollback, the old ones otherwise.")
    @APIResponse(responseCode = "200", description = "The migration, cancelled or finished")
    @APIResponse(responseCode = "403", description = "forbidden: it needs the role operator")
    @APIResponse(responseCode = "404", description = "not-found")
    public Uni<MigrationProgress> end(@PathParam("id") String id) {
        Identity caller = identity.get();
        return migrations.end(caller, MemoryIds.parse(id));
    }
}
