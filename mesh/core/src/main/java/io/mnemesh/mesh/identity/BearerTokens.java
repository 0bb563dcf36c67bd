package io.mnemesh.mesh.identity;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/** Finds the bearer token of a request: in the Authorization header, or as a WebSocket subprotocol. */
public final class BearerTokens {

    /** Browsers cannot set headers on a WebSocket, so they send the token as a subprotocol with this prefix. */
    public static final String SUBPROTOCOL_PREFIX = "bearer.";

    /** Query parameter of RFC 6750, for requests of browsers that can set no header at all. */
    private static final String PARAMETER = "access_token";

    private static final String SCHEME = "Bearer ";

    private BearerTokens() {}

    public static Optional<String> find(MultiMap headers) {
        String authorization = headers.get(HttpHeaders.AUTHORIZATION);
        if (authorization != null) {
            return authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                    ? Optional.of(authorization.substring(SCHEME.length()).strip())
                    : Optional.empty();
        }
        String upgrade = headers.get(HttpHeaders.UPGRADE);
        if (upgrade == null || !upgrade.equalsIgnoreCase("websocket")) {
            return Optional.empty();
        }
        for (String header : headers.getAll("Sec-WebSocket-Protocol")) {
            for (String protocol : header.split(",", -1)) {
                if (protocol.strip().startsWith(SUBPROTOCOL_PREFIX)) {
                    return Optional.of(protocol.strip().substring(SUBPROTOCOL_PREFIX.length()));
                }
            }
        }
        return Optional.empty();
    }

    /** As {@link #find}, and else in the query, for a path that is never logged with it. */
    public static Optional<String> findWithQuery(HttpServerRequest request) {
        return find(request.headers()).or(() -> Optional.ofNullable(request.getParam(PARAMETER)));
    }
}
