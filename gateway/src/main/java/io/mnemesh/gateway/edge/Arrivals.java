package io.mnemesh.gateway.edge;

import io.mnemesh.gateway.guard.ConnectionGuard;
import io.mnemesh.gateway.guard.GuardConfig;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.problem.Problems;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Requests as they arrive on their connections: how long a body may take, and when a connection does not go on to a further
 * request. That is after a request without a good form, and after a body without a length, since two servers could see its end
 * in two places (RFC 9112, section 6.1).
 */
@ApplicationScoped
class Arrivals {

    private static final int FIRST = -1_000;

    private final Vertx vertx;
    private final long bodyMillis;

    Arrivals(Vertx vertx, GuardConfig config) {
        this.vertx = vertx;
        this.bodyMillis = config.bodyTime().toMillis();
    }

    /** Health and metrics have the same guard, so that a stalled monitor does not stay for ever. */
    void watchManagement(@Observes ManagementInterface management) {
        management.router().route().order(FIRST).handler(context -> {
            if (watch(context)) {
                context.next();
            }
        });
    }

    /**
     * Follows a request until it is answered.
     *
     * @return false if it came behind one with which its connection ends: nobody is to see it, and the connection is closed
     */
    boolean watch(RoutingContext context) {
        HttpServerRequest request = context.request();
        ConnectionGuard guard = ConnectionGuard.of(request);
        if (guard != null && guard.isEnding()) {
            request.connection().close();
            return false;
        }
        boolean ends = RequestForm.isLast(request);
        if (guard != null) {
            guard.began(request);
            if (ends) {
                guard.endsHere();
            }
        }
        long timer = RouteContexts.hasBody(request) ? vertx.setTimer(bodyMillis, late -> tooSlow(context)) : -1;
        if (ends) {
            context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        if (guard != null || ends || timer >= 0) {
            context.addEndHandler(end -> {
                if (guard != null) {
                    guard.ended();
                }
                if (timer >= 0) {
                    vertx.cancelTimer(timer);
                }
                if (ends) {
                    request.connection().close();
                }
            });
        }
        return true;
    }

    /** Answers a request that is not handled, and ends its connection. */
    void refuse(RoutingContext context, ProblemException flaw) {
        HttpServerRequest request = context.request();
        if (request.version() != HttpVersion.HTTP_2) {
            ConnectionGuard guard = ConnectionGuard.of(request);
            if (guard != null) {
                guard.endsHere();
            }
            context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            context.addEndHandler(end -> request.connection().close());
        }
        Problems.send(context.response(), flaw);
    }

    private void tooSlow(RoutingContext context) {
        HttpServerResponse response = context.response();
        if (context.request().isEnded() || response.ended()) {
            return;
        }
        if (response.headWritten()) {
            context.request().connection().close();
            return;
        }
        refuse(
                context,
                new ProblemException(ProblemType.REQUEST_TIMEOUT, "The body of the request did not come in time."));
    }
}
