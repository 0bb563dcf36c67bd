package io.mnemesh.cacheservice.rest;

import io.mnemesh.cache.Found;
import io.mnemesh.cacheservice.objects.CachedObject;
import io.mnemesh.cacheservice.objects.ManyObjects;
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
import jakarta.ws.rs.POST;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
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
    private final ManyObjects many;
    private final Statistics statistics;
    private final CurrentIdentity identity;
    private final InstantSource clock = InstantSource.system();

    CacheResource(Objects objects, ManyObjects many, Statistics statistics, CurrentIdentity identity) {
        this.objects = objects;
        this.many = many;
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

    @POST
    @Path("/{namespace}/get-many")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Read many objects",
            description =
                    "Answers for each key whether there is an object, with its body in base64. When the answer is full,"
                            + " the keys that are left have the outcome left-out.")
    public Uni<ManyObjectsAnswer> getMany(@PathParam("namespace") String namespace, @Nullable ManyKeys request) {
        return many.find(identity.tenant(), namespace, request == null ? null : request.keys())
                .map(outcomes -> ManyObjectsAnswer.of(outcomes, clock.instant()));
    }

    @GET
    @Path("/{namespace}/{key: .+}")
    @Produces(MediaType.WILDCARD)
    @Operation(summary = "Read an object", description = "Answers 304 if If-None-Match names its ETag.")
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
    public Uni<Response> put(
            @PathParam("namespace") String namespace,
            @PathParam("key") String key,
            @QueryParam("ttl") @Nullable String ttl,
            @HeaderParam(HttpHeaders.CACHE_CONTROL) @Nullable String cacheControl,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType,
            byte @Nullable [] body) {
        var address = new ObjectAddress(namespace, key);
        String type = contentType == null ? MediaType.APPLICATION_OCTET_STREAM : contentType;
        if (type.length() > MAX_CONTENT_TYPE) {
            throw ProblemException.invalid("Content-Type", "A content type is at most 255 characters.");
        }
        var object = CachedObject.of(type, body == null ? new byte[0] : body);
        return objects.put(identity.tenant(), address, object, TimeToLive.of(ttl, cacheControl))
                .map(done ->
                        Response.noContent().tag(new EntityTag(object.etag())).build());
    }

    @DELETE
    @Path("/{namespace}/{key: .+}")
    @Operation(summary = "Remove an object", description = "Answers 204 whether or not there was one.")
    public Uni<Response> remove(@PathParam("namespace") String namespace, @PathParam("key") String key) {
        return objects.remove(identity.tenant(), new ObjectAddress(namespace, key))
                .map(done -> Response.noContent().build());
    }
}
