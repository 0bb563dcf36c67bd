package io.mnemesh.testing.deadline;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts what it did. Requests that say so have to wait before it is their turn. */
@Path("/count")
@ApplicationScoped
public class CountingResource {

    static final String DELAY = "X-Delay";

    /** After the arrival of a request, before its authentication. */
    private static final int WAITING = -800;

    private final AtomicInteger done = new AtomicInteger();

    void register(@Observes Router router) {
        router.route().order(WAITING).handler(CountingResource::delay);
    }

    private static void delay(RoutingContext context) {
        HttpServerRequest request = context.request();
        String millis = request.getHeader(DELAY);
        if (millis == null) {
            context.next();
            return;
        }
        request.pause();
        context.vertx().setTimer(Long.parseLong(millis), over -> {
            request.resume();
            context.next();
        });
    }

    @GET
    @Path("/loop")
    public Uni<Integer> onTheEventLoop() {
        return Uni.createFrom().item(done::incrementAndGet);
    }

    @GET
    @Path("/thread")
    public int onAThread() {
        return done.incrementAndGet();
    }
}
