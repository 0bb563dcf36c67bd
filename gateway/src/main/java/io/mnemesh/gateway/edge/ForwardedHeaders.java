package io.mnemesh.gateway.edge;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What of a message's header goes on (RFC 9110, section 7.6): everything but hop-by-hop fields, those that Connection
 * names, and the fields about the client, which only the gateway may set.
 */
final class ForwardedHeaders {

    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private static final Set<String> SET_BY_GATEWAY = Set.of(
            "host",
            "expect",
            "forwarded",
            "x-real-ip",
            "x-forwarded-for",
            "x-forwarded-host",
            "x-forwarded-port",
            "x-forwarded-proto",
            "x-forwarded-prefix",
            "x-original-url",
            "x-rewrite-url",
            "x-request-id",
            "traceparent",
            "x-api-key",
            "x-mnemesh-deadline");

    private ForwardedHeaders() {}

    /** Fills the header of a forwarded request. */
    static void request(HttpServerRequest from, MultiMap to, String requestId) {
        Set<String> named = namedByConnection(from.headers());
        for (Map.Entry<String, String> field : from.headers()) {
            String name = field.getKey().toLowerCase(Locale.ROOT);
            if (!HOP_BY_HOP.contains(name) && !SET_BY_GATEWAY.contains(name) && !named.contains(name)) {
                to.add(field.getKey(), field.getValue());
            }
        }
        to.set(RequestIds.REQUEST_ID, requestId);
        to.set(RequestIds.TRACEPARENT, RequestIds.traceparent(from));
        to.set("X-Forwarded-Proto", from.isSSL() ? "https" : "http");
        if (from.remoteAddress() != null) {
            to.set("X-Forwarded-For", from.remoteAddress().hostAddress());
        }
        String host = from.getHeader(HttpHeaders.HOST);
        if (host != null) {
            to.set("X-Forwarded-Host", host);
        }
    }

    /** Fills the header of a forwarded answer. */
    static void answer(MultiMap from, MultiMap to) {
        Set<String> named = namedByConnection(from);
        for (Map.Entry<String, String> field : from) {
            String name = field.getKey().toLowerCase(Locale.ROOT);
            if (!HOP_BY_HOP.contains(name) && !named.contains(name) && !name.equals("x-request-id")) {
                to.add(field.getKey(), field.getValue());
            }
        }
    }

    private static Set<String> namedByConnection(MultiMap headers) {
        List<String> connection = headers.getAll(HttpHeaders.CONNECTION);
        if (connection.isEmpty()) {
            return Set.of();
        }
        var named = new HashSet<String>();
        for (String value : connection) {
            for (String name : value.split(",", -1)) {
                named.add(name.strip().toLowerCase(Locale.ROOT));
            }
        }
        // Content-Length and Authorization are never hop-by-hop, whatever a client claims (request smuggling,
        // downgrade).
        named.remove("content-length");
        named.remove("authorization");
        return named;
    }
}
