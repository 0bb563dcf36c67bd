package io.mnemesh.gateway.ecosystem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mnemesh.gateway.edge.RunningRequests;
import io.mnemesh.gateway.edge.Tunnels;
import io.mnemesh.gateway.guard.ConnectionGuard;
import io.mnemesh.mesh.identity.BearerTokens;
import io.mnemesh.mesh.identity.TokenVerifier;
import io.mnemesh.mesh.identity.VerifiedRequests;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.problem.Problems;
import io.mnemesh.mesh.tenancy.Identity;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

/**
 * The state of the mesh each second, as server-sent events and over a WebSocket, for operators. A reader that is too slow misses
 * states and sees the newest. It ends when the token ends or is revoked, and when the gateway stops.
 */
@ApplicationScoped
class EcosystemFeed {

    /** After forwarding, which has checked scopes by then. */
    private static final int AFTER_FORWARDING = 910;

    private static final long EVERY_MILLIS = 1_000;
    private static final short GOING_AWAY = 1001;

    private final EcosystemCollector collector;
    private final TokenVerifier verifier;
    private final Tunnels tunnels;
    private final ObjectMapper json;
    private final Vertx vertx;

    @Inject
    EcosystemFeed(
            EcosystemCollector collector, TokenVerifier verifier, Tunnels tunnels, ObjectMapper json, Vertx vertx) {
        this.collector = collector;
        this.verifier = verifier;
        this.tunnels = tunnels;
        this.json = json;
        this.vertx = vertx;
    }

    void register(@Observes Router router) {
        router.get("/api/v2/ecosystem/live").order(AFTER_FORWARDING).handler(this::stream);
        router.get("/api/v2/ws/ecosystem").order(AFTER_FORWARDING).handler(this::socket);
    }

    private void stream(RoutingContext context) {
        if (!isOperator(context)) {
            return;
        }
        if (tunnels.isDraining()) {
            tunnels.refuse(context.request());
            return;
        }
        HttpServerResponse response = context.response();
        response.putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .setChunked(true);
        var reader = new FeedReader(
                () -> !response.writeQueueFull(),
                text -> response.write("event: ecosystem\ndata: " + text + "\n\n"),
                response::end);
        context.addEndHandler(end -> stop(reader));
        start(context, reader);
    }

    private void socket(RoutingContext context) {
        if (!isOperator(context)) {
            return;
        }
        context.request().toWebSocket().onSuccess(socket -> {
            ConnectionGuard guard = ConnectionGuard.of(context.request());
            if (guard != null) {
                guard.release();
            }
            RunningRequests.release(context.request());
            start(context, socket);
        });
    }

    private void start(RoutingContext context, ServerWebSocket socket) {
        var reader = new FeedReader(
                () -> !socket.writeQueueFull(), socket::writeTextMessage, () -> socket.close(GOING_AWAY));
        socket.closeHandler(closed -> stop(reader));
        start(context, reader);
    }

    private void start(RoutingContext context, FeedReader reader) {
        String token = BearerTokens.find(context.request().headers()).orElse("");
        tunnels.opened(reader);
        reader.timer = vertx.setPeriodic(0, EVERY_MILLIS, tick -> tell(reader, token));
        if (tunnels.isDraining()) {
            reader.close();
        }
    }

    private void stop(FeedReader reader) {
        vertx.cancelTimer(reader.timer);
        tunnels.closed(reader);
    }

    private void tell(FeedReader reader, String token) {
        try {
            verifier.verify(token);
        } catch (ProblemException ended) {
            reader.close();
            return;
        }
        if (reader.isReady()) {
            collector.state().map(this::text).subscribe().with(reader, failure -> reader.close());
        }
    }

    private String text(Ecosystem state) {
        try {
            return json.writeValueAsString(state);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The state cannot be written.", e);
        }
    }

    private static boolean isOperator(RoutingContext context) {
        if (VerifiedRequests.of(context)
                .filter(verified -> verified.identity().roles().contains(Identity.OPERATOR))
                .isPresent()) {
            return true;
        }
        Problems.send(
                context.response(),
                new ProblemException(ProblemType.FORBIDDEN, "The state of the mesh is followed by operators."));
        return false;
    }
}
