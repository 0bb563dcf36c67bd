package io.mnemesh.gateway.edge;

import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.vertx.core.http.HttpMethod;
import java.util.Map;
import java.util.Set;

/**
 * What the scopes of a token allow at the edge. A scope {@code <part>:read} or {@code <part>:write} names a service, or
 * {@code gateway} for its administration. A token that has any of them may do only what they name; one that has none is not
 * confined by scopes. Writing includes reading. Reading is GET, HEAD, and POST to a path that ends in {@code /search} or is that of
 * forecasts, which only answers.
 */
public final class RouteScopes {

    private static final String READ = ":read";
    private static final String WRITE = ":write";
    private static final String FORECAST = "/api/ai/forecast";

    private RouteScopes() {}

    /** @throws ProblemException {@code forbidden} if the scopes do not allow the request */
    public static void check(Set<String> scopes, String part, HttpMethod method, String path) {
        if (scopes.isEmpty() || !isConfined(scopes)) {
            return;
        }
        boolean reads = HttpMethod.GET.equals(method)
                || HttpMethod.HEAD.equals(method)
                || (HttpMethod.POST.equals(method) && (path.endsWith("/search") || path.equals(FORECAST)));
        if (!scopes.contains(part + WRITE) && !(reads && scopes.contains(part + READ))) {
            String needed = part + (reads ? READ : WRITE);
            throw new ProblemException(
                    ProblemType.FORBIDDEN,
                    "The token's scopes do not allow this; it needs '" + needed + "'.",
                    Map.of("scope", needed),
                    null,
                    null);
        }
    }

    private static boolean isConfined(Set<String> scopes) {
        for (String scope : scopes) {
            if (scope.endsWith(READ) || scope.endsWith(WRITE)) {
                return true;
            }
        }
        return false;
    }
}
