package io.mnemesh.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.gateway.relay.balance.CostClass;
import io.mnemesh.gateway.relay.balance.RouteContext;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.lang.reflect.Proxy;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RouteContextsTest {

    @Test
    void shouldTellWhatMayBeSentTwice() {
        for (HttpMethod method :
                new HttpMethod[] {HttpMethod.GET, HttpMethod.HEAD, HttpMethod.DELETE, HttpMethod.OPTIONS}) {
            assertThat(of(method, HttpVersion.HTTP_1_1, "/api/memories/1", Map.of())
                            .repeatable())
                    .as(method.name())
                    .isTrue();
        }
        assertThat(of(HttpMethod.POST, HttpVersion.HTTP_1_1, "/api/memories", Map.of("content-length", "0"))
                        .repeatable())
                .isFalse();
        assertThat(of(HttpMethod.DELETE, HttpVersion.HTTP_1_1, "/api/memories", Map.of("content-length", "2"))
                        .repeatable())
                .isFalse();
        assertThat(of(HttpMethod.GET, HttpVersion.HTTP_1_1, "/api/memories", Map.of("transfer-encoding", "chunked"))
                        .repeatable())
                .isFalse();
        assertThat(of(HttpMethod.GET, HttpVersion.HTTP_2, "/api/memories", Map.of())
                        .repeatable())
                .isTrue();
        assertThat(of(HttpMethod.DELETE, HttpVersion.HTTP_2, "/api/memories", Map.of())
                        .repeatable())
                .as("may have a body")
                .isFalse();
    }

    @Test
    void shouldTellRoughlyWhatARequestCosts() {
        assertThat(cost(HttpMethod.GET, "/api/memories/search", 0)).isEqualTo(CostClass.READ);
        assertThat(cost(HttpMethod.POST, "/api/memories", 100)).isEqualTo(CostClass.WRITE);
        assertThat(cost(HttpMethod.POST, "/api/memories/search", 100)).isEqualTo(CostClass.SEARCH);
        assertThat(cost(HttpMethod.POST, "/api/memories/batch", 100)).isEqualTo(CostClass.BULK);
        assertThat(cost(HttpMethod.POST, "/api/memories", 300_000)).isEqualTo(CostClass.BULK);
    }

    private static CostClass cost(HttpMethod method, String path, int bytes) {
        RouteContext context =
                of(method, HttpVersion.HTTP_1_1, path, Map.of("content-length", Integer.toString(bytes)));
        assertThat(context.bytes()).isEqualTo(bytes);
        assertThat(context.hour()).isBetween(0.0, 24.0);
        return context.costClass();
    }

    private static RouteContext of(HttpMethod method, HttpVersion version, String path, Map<String, String> headers) {
        MultiMap fields = MultiMap.caseInsensitiveMultiMap().addAll(headers);
        var request = (HttpServerRequest) Proxy.newProxyInstance(
                RouteContextsTest.class.getClassLoader(),
                new Class<?>[] {HttpServerRequest.class},
                (proxy, called, arguments) -> switch (called.getName()) {
                    case "method" -> method;
                    case "version" -> version;
                    case "path" -> path;
                    case "headers" -> fields;
                    case "getHeader" -> fields.get(arguments[0].toString());
                    default -> throw new UnsupportedOperationException(called.getName());
                });
        return RouteContexts.of(request, Service.MEMORY, null);
    }
}
