package io.mnemesh.gateway.edge;

import io.mnemesh.gateway.relay.Priorities;
import io.mnemesh.gateway.relay.balance.CostClass;
import io.mnemesh.gateway.relay.balance.Priority;
import io.mnemesh.gateway.relay.balance.RouteContext;
import io.mnemesh.mesh.tenancy.Identity;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a request's head says about its cost, and about whether it may be sent twice. */
final class RouteContexts {

    private static final Set<HttpMethod> IDEMPOTENT =
            Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.DELETE, HttpMethod.OPTIONS);
    private static final long BULK_BYTES = 256 * 1024;
    private static final double MILLIS_PER_HOUR = 3_600_000;
    private static final double HOURS = 24;

    private RouteContexts() {}

    /** @param caller null while nobody has shown a token */
    static RouteContext of(HttpServerRequest request, Service service, @Nullable Identity caller) {
        double hour = System.currentTimeMillis() / MILLIS_PER_HOUR % HOURS;
        CostClass costClass = costClass(request, service);
        Priority priority = Priorities.ofRequest(request.getHeader(Priorities.HEADER), costClass, caller);
        return new RouteContext(costClass, length(request), hour, isRepeatable(request), priority);
    }

    private static CostClass costClass(HttpServerRequest request, Service service) {
        if (isRead(request)) {
            return CostClass.READ;
        }
        String path = request.path();
        if (length(request) > BULK_BYTES || path.endsWith("/batch") || path.endsWith("/bulk")) {
            return CostClass.BULK;
        }
        boolean computes = service == Service.EMBEDDINGS || service == Service.INTELLIGENCE;
        return computes || path.endsWith("/search") ? CostClass.SEARCH : CostClass.WRITE;
    }

    /** Whether a second sending has no second effect, and there is no body that would have to be kept for it. */
    private static boolean isRepeatable(HttpServerRequest request) {
        return IDEMPOTENT.contains(request.method()) && !hasBody(request);
    }

    static boolean isRead(HttpServerRequest request) {
        return HttpMethod.GET.equals(request.method()) || HttpMethod.HEAD.equals(request.method());
    }

    /** Whether a body follows. Of HTTP/2 requests without a length only those that read are sure to have none. */
    static boolean hasBody(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length != null) {
            return !length.equals("0");
        }
        return request.version() == HttpVersion.HTTP_2
                ? !isRead(request)
                : request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
    }

    /** Length of the body, 0 if none or not known. */
    static long length(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? 0 : Math.max(0, Long.parseLong(length));
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
