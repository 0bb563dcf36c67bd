package io.mnemesh.gateway.edge;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** The subprotocol of the gateway's own WebSocket, which a browser offers beside its token and wants to be chosen. */
@ApplicationScoped
class SubProtocols implements HttpServerOptionsCustomizer {

    private static final List<String> KNOWN = List.of("mnemesh.v1");

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        options.setWebSocketSubProtocols(KNOWN);
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        options.setWebSocketSubProtocols(KNOWN);
    }
}
