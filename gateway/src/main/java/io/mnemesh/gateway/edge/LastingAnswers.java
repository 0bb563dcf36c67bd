package io.mnemesh.gateway.edge;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;

/** The requests whose answers go on until one side ends them: what realtime-gateway streams instead of a WebSocket. */
final class LastingAnswers {

    private LastingAnswers() {}

    static boolean isAskedFor(RoutingContext context) {
        HttpMethod method = context.request().method();
        return switch (context.normalizedPath()) {
            case "/connection/http_stream" -> HttpMethod.POST.equals(method);
            case "/connection/sse", "/connection/events" -> HttpMethod.GET.equals(method);
            default -> false;
        };
    }
}
