package io.mnemesh.realtime.session;

import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Of which pages browsers may open connections. Tokens never come in cookies, so that a strange page has none to abuse; an operator may
 * still want only known pages to connect.
 */
final class Origins {

    private static final String KEY = "mnemesh.realtime.connection.origins";

    /** Empty for all. */
    private final Set<String> known;

    /** @throws IllegalArgumentException with a sentence naming key, value and rule */
    Origins(List<String> known) {
        known.forEach(Origins::requireOrigin);
        this.known = Set.copyOf(known);
    }

    /** @throws ProblemException {@code forbidden} if the request is from a page that may not connect */
    void check(HttpServerRequest request) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin != null && !known.isEmpty() && !known.contains(origin)) {
            throw new ProblemException(ProblemType.FORBIDDEN, "Pages of this origin may not connect.");
        }
    }

    private static void requireOrigin(String text) {
        URI origin;
        try {
            origin = URI.create(text);
        } catch (IllegalArgumentException e) {
            throw wrong(text, e);
        }
        String scheme = origin.getScheme();
        if (origin.getHost() == null
                || !("https".equals(scheme) || "http".equals(scheme))
                || !text.equals(scheme + "://" + origin.getAuthority())) {
            throw wrong(text, null);
        }
    }

    private static IllegalArgumentException wrong(String text, @Nullable Throwable cause) {
        return new IllegalArgumentException(
                KEY + " has '" + text + "' but an origin is a scheme and a host: https://app.example.org.", cause);
    }
}
