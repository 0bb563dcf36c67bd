package io.mnemesh.gateway.sessions.rest;

import io.mnemesh.gateway.sessions.Client;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Objects;

/** Reads where a request comes from. */
public final class Clients {

    private Clients() {}

    public static Client of(HttpServerRequest request) {
        return new Client(
                request.remoteAddress().hostAddress(),
                Objects.requireNonNullElse(request.getHeader(HttpHeaders.USER_AGENT), ""));
    }
}
