package io.mnemesh.cacheservice.objects.rest;

import io.mnemesh.cache.Found;
import io.mnemesh.cacheservice.objects.CachedObject;
import io.mnemesh.cacheservice.objects.ObjectAddress;
import io.mnemesh.cacheservice.objects.Objects;
import io.mnemesh.cacheservice.objects.Statistics;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.tenancy.CurrentIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /api/cache}: objects of the caller's tenant. A key may contain slashes. */
@Path("/api/cache")
@Tag(name = "Cache")
public class CacheResource {

    /** Header that names the tier that had the object. */
    static final String TIER = "Mnemesh-Cache-Tier";

    private static final int MAX_CONTENT_TYPE = 255;

    private final Objects objects;
    private final Statistics statistics;
    private final CurrentIdentity identity;
    private final InstantSource clock = InstantSource.system();

    CacheResource(Objects objects, Statistics statistics, CurrentIdentity identity) {
        this.objects = objects;
        this.statistics = statistics;
        this.identity = identity;
    }

    @GET
    @Path("/stats")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Statistics of the caller's tenant, per tier and namespace")
    public Uni<Statistics.TenantStatistics> stats() {
        return statistics.of(identity.tenant());
    }

    @GET
    @Path("/{namespace}/{key: .+}")
    @Produces(MediaType.WILDCARD)
    @Operation(summary = "Read an object", description = "Answers 304 if If-None-Match names its ETag.")
    @APIResponse(
            responseCode = "200",
            description = "The object, with the content type it was stored with",
            content =
                    @Content(
                            mediaType = MediaType.WILDCARD,
                            schema = @Schema(type = SchemaType.STRING, format = "binary")))
    @APIResponse(responseCode = "304", description = "It is the one that If-None-Match names")
    public Uni<Response> get(
            @PathParam("namespace") String namespace,
            @PathParam("key") String key,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch) {
        return objects.find(identity.tenant(), new ObjectAddress(namespace, key))
                .map(found -> {
                    if (found == null) {
                        throw ProblemException.notFound("There is no object under this key.");
                    }
                    return answer(found, ifNoneMatch);
                });
    }

    private Response answer(Found<CachedObject> found, @Nullable String ifNoneMatch) {
        CachedObject object = found.value();
        boolean known = ifNoneMatch != null && matches(ifNoneMatch, object.etag());
        long left =
                Math.max(0, Duration.between(clock.instant(), found.expiresAt()).toSeconds());
        var response = known ? Response.notModified() : Response.ok(object.body());
        if (!known) {
            response.header(HttpHeaders.CONTENT_TYPE, object.contentType());
        }
        return response.tag(new EntityTag(object.etag()))
                .header(HttpHeaders.CACHE_CONTROL, "private, max-age=" + left)
                .header(TIER, found.tier().label())
                .build();
    }

    private static boolean matches(String ifNoneMatch, String etag) {
        for (String one : ifNoneMatch.split(",", -1)) {
            String tag = one.strip();
            if (tag.equals("*") || tag.equals("\"" + etag + "\"") || tag.equals("W/\"" + etag + "\"")) {
                return true;
            }
        }
        return false;
    }

    @PUT
    @Path("/{namespace}/{key: .+}")
    @Consumes(MediaType.WILDCARD)
    @Operation(
            summary = "Store an object",
            description = "Keeps the body and its content type for ttl seconds, else for max-age of Cache-Control,"
                    + " else for the configured time. The answer comes when it is durable.")
    @APIResponse(responseCode = "204", description = "It is stored")
    @APIResponse(responseCode = "413", description = "too-large: the key or the object, with the limit")
    @APIResponse(responseCode = "422", description = "invalid-value, with the field")
    @APIResponse(
            responseCode = "429",
            description = "quota-exceeded, with scope, dimension, limit and used; Retry-After if waiting helps")
    public Uni<Response> put(
            @PathParam("namespace") String namespace,
            @PathParam("key") String key,
            @QueryParam("ttl") @Nullable String ttl,
            @QueryParam("tag")
                    @Parameter(
                            description = "Up to 32 tags of the namespace, each 1 to 63 bytes",
                            example = "workspace:7")
                    List<String> tags,
            @HeaderParam(HttpHeaders.CACHE_CONTROL) @Nullable String cacheControl,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType,
            byte @Nullable [] body) {
        var address = new ObjectAddress(namespace, key);
        String type = contentType == null ? MediaType.APPLICATION_OCTET_STREAM : contentType;
        if (type.length() > MAX_CONTENT_TYPE) {
            throw ProblemException.invalid("Content-Type", "A content type is at most 255 characters.");
        }
        var object = CachedObject.of(type, body == null ? new byte[0] : body);
        return objects.put(identity.tenant(), address, object, TimeToLive.of(ttl, cacheControl), tags)
                .map(done ->
                        Response.noContent().tag(new EntityTag(object.etag())).build());
    }

    @DELETE
    @Path("/{namespace}/{key: .+}")
    @Operation(summary = "Remove an object", description = "Answers 204 whether or not there was one.")
    @APIResponse(responseCode = "204", description = "There is none under this key")
    public Uni<Response> remove(@PathParam("namespace") String namespace, @PathParam("key") String key) {
        return objects.remove(identity.tenant(), new ObjectAddress(namespace, key))
                .map(done -> Response.noContent().build());
    }
}
