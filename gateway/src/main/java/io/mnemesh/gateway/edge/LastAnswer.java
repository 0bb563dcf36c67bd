package io.mnemesh.gateway.edge;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/** The answer that a connection ends with. */
final class LastAnswer {

    private LastAnswer() {}

    /** Tells the client. HTTP/2 knows no such header: its streams end one by one (RFC 9113, section 8.2.2). */
    static void announce(HttpServerRequest request) {
        if (request.version() != HttpVersion.HTTP_2) {
            request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
    }
}
