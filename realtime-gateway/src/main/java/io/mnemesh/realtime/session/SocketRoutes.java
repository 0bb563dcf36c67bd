package io.mnemesh.realtime.session;

import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * Takes the framework's user off the requests that open sockets. Sockets know their callers by tokens of their own, which
 * may come with the first frame only; with a user the framework keeps the whole request for as long as the socket is open.
 */
@Singleton
class SocketRoutes {

    private static final List<String> PATHS =
            List.of("/ws", "/ws/realtime", "/ws/notifications", "/connection/websocket");

    /** Before the framework's own routes of sockets, behind authentication. */
    private static final int ORDER = -1;

    void register(@Observes Router router) {
        PATHS.forEach(path -> router.route(path).order(ORDER).handler(SocketRoutes::forgetUser));
    }

    private static void forgetUser(RoutingContext context) {
        context.userContext().clear();
        context.remove(QuarkusHttpUser.DEFERRED_IDENTITY_KEY);
        context.next();
    }
}
