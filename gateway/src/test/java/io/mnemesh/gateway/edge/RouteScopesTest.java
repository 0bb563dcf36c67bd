package io.mnemesh.gateway.edge;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mnemesh.mesh.problem.ProblemException;
import io.vertx.core.http.HttpMethod;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RouteScopesTest {

    @Test
    void shouldNotConfineTokensWithoutScopesOfParts() {
        allowed(Set.of(), "memory", HttpMethod.DELETE, "/api/memories/1");
        allowed(Set.of("memory:erase"), "cache", HttpMethod.DELETE, "/api/cache/1");
    }

    @Test
    void shouldLetAReaderReadAndSearch() {
        Set<String> scopes = Set.of("memory:read");

        allowed(scopes, "memory", HttpMethod.GET, "/api/memories");
        allowed(scopes, "memory", HttpMethod.POST, "/api/memories/search");
        refused(scopes, "memory", HttpMethod.POST, "/api/memories", "memory:write");
        refused(scopes, "memory", HttpMethod.DELETE, "/api/memories/search", "memory:write");
        refused(scopes, "cache", HttpMethod.GET, "/api/cache", "cache:read");
        refused(scopes, "gateway", HttpMethod.GET, "/api/admin/keys", "gateway:read");
    }

    @Test
    void shouldLetAReaderAskForForecasts() {
        Set<String> scopes = Set.of("intelligence:read");

        allowed(scopes, "intelligence", HttpMethod.POST, "/api/ai/forecast");
        allowed(scopes, "intelligence", HttpMethod.GET, "/api/v2/ai/predictive/capacity");
        refused(scopes, "intelligence", HttpMethod.POST, "/api/ai/metrics", "intelligence:write");
    }

    @Test
    void shouldLetAWriterRead() {
        allowed(Set.of("memory:write"), "memory", HttpMethod.GET, "/api/memories");
        allowed(Set.of("memory:write"), "memory", HttpMethod.PUT, "/api/memories/1");
    }

    private static void allowed(Set<String> scopes, String part, HttpMethod method, String path) {
        assertThatCode(() -> RouteScopes.check(scopes, part, method, path)).doesNotThrowAnyException();
    }

    private static void refused(Set<String> scopes, String part, HttpMethod method, String path, String needed) {
        assertThatThrownBy(() -> RouteScopes.check(scopes, part, method, path))
                .isInstanceOf(ProblemException.class)
                .hasMessage("The token's scopes do not allow this; it needs '" + needed + "'.");
    }
}
