package io.mnemesh.gateway.edge;

import io.mnemesh.gateway.quotas.Quotas;
import io.mnemesh.mesh.identity.TokenVerifier.Verified;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.problem.Problems;
import io.mnemesh.mesh.tenancy.TenantId;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether an authenticated request goes on: by the scopes of its token, by its tenant's share of the service, and by
 * its tenant's plan.
 */
@ApplicationScoped
class Admission {

    private static final String OWN_PART = "gateway";
    private static final List<String> OWN_PATHS = List.of(
            "/api/admin/",
            "/api/mesh/",
            "/api/v2/relaycore/",
            "/api/v2/ecosystem/",
            "/api/v2/ws/",
            "/api/v2/analytics/",
            "/api/real-services/",
            "/ai-ecosystem/");

    /** A message needs the scope of what it is for. */
    private static final String MESSAGES = "/api/v2/relaycore/message";

    private final Quotas quotas;
    private final EdgeMetrics metrics;
    private final Map<Service, FairShare> shares = new EnumMap<>(Service.class);

    Admission(Quotas quotas, EdgeMetrics metrics, EdgeConfig config) {
        this.quotas = quotas;
        this.metrics = metrics;
        for (Service service : Service.values()) {
            shares.put(service, new FairShare(config.connections() + config.waiting()));
        }
    }

    /** Checks a request to the gateway's own administration, whose caller is null if it needed no token. @throws ProblemException {@code forbidden} */
    void checkOwn(RoutingContext context, @Nullable Verified caller) {
        String path = context.normalizedPath();
        if (caller != null && !path.startsWith(MESSAGES) && OWN_PATHS.stream().anyMatch(path::startsWith)) {
            RouteScopes.check(
                    caller.identity().scopes(), OWN_PART, context.request().method(), path);
        }
    }

    /**
     * Lets a request through, now or when its tenant's units are there, or answers it with a problem.
     *
     * @param lasting whether it is a tunnel or a lasting answer, which has no share of the requests under way
     */
    void admit(RoutingContext context, Service service, Verified caller, boolean lasting, Runnable go) {
        HttpServerRequest request = context.request();
        TenantId tenant = caller.identity().tenant();
        try {
            RouteScopes.check(caller.identity().scopes(), service.key(), request.method(), context.normalizedPath());
            if (!lasting) {
                enter(context, service, tenant);
            }
            if (quotas.admit(
                    tenant, service.key(), RouteContexts.length(request), refusal -> goOn(context, refusal, go))) {
                go.run();
            } else {
                request.pause();
            }
        } catch (ProblemException refused) {
            refuse(context, refused);
        }
    }

    private void refuse(RoutingContext context, ProblemException refusal) {
        metrics.refused(
                switch (refusal.type()) {
                    case FORBIDDEN -> EdgeMetrics.Refusal.SCOPE;
                    case QUOTA_EXCEEDED -> EdgeMetrics.Refusal.QUOTA;
                    default -> EdgeMetrics.Refusal.SHARE;
                });
        Problems.send(context.response(), refusal);
    }

    private void enter(RoutingContext context, Service service, TenantId tenant) {
        FairShare share = Objects.requireNonNull(shares.get(service));
        if (!share.enter(tenant)) {
            throw new ProblemException(
                    ProblemType.TOO_MANY_REQUESTS,
                    "Your tenant has as many requests under way as its share of a busy service; try again soon.",
                    Map.of("service", service.key()),
                    Duration.ofSeconds(1),
                    null);
        }
        context.addEndHandler(end -> share.leave(tenant));
    }

    private void goOn(RoutingContext context, @Nullable ProblemException refusal, Runnable go) {
        if (context.response().ended() || context.response().closed()) {
            return;
        }
        if (refusal == null) {
            go.run();
        } else {
            context.request().resume();
            refuse(context, refusal);
        }
    }
}
