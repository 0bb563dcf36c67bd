package io.mnemesh.gateway.relay.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mnemesh.gateway.edge.RouteTable;
import io.mnemesh.gateway.edge.RoutesConfig;
import io.mnemesh.gateway.edge.Service;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.testing.ConfigDefaults;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageTargetsTest {

    private final MessageTargets targets = targets("POST /api/memories,DELETE /api/memories/*,PUT /api/cache/*/*");

    private static MessageTargets targets(String allowed) {
        MessageConfig config =
                ConfigDefaults.with(MessageConfig.class, Map.of("mnemesh.gateway.messages.allowed", allowed));
        return new MessageTargets(config, new RouteTable(ConfigDefaults.of(RoutesConfig.class)));
    }

    @ParameterizedTest
    @CsvSource({"memory,POST,/api/memories", "memory,delete,/api/memories/7", "cache,PUT,/api/cache/pages/a.b:c"})
    void shouldAllowWhatIsListed(String service, String method, String path) {
        Target target = targets.read(service, method, path);

        assertThat(target.path()).isEqualTo(path);
        assertThat(targets.isAllowed(target)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "billing,POST,/api/memories,service",
        ",POST,/api/memories,service",
        "cache,POST,/api/memories,method",
        "memory,GET,/api/memories,method",
        "memory,,/api/memories,method",
        "memory,POST,,path",
        "memory,POST,/api/memories/,path",
        "memory,POST,/api/memories/7,path",
        "memory,POST,/api/erasures,path",
        "memory,POST,//api/memories,path",
        "memory,POST,/api/memories?a=b,path",
        "memory,DELETE,/api/memories/..,path",
        "memory,DELETE,/api/memories/%37,path",
        "memory,DELETE,/api/memories/7/8,path",
        "cache,PUT,/api/cache/_admin/quotas,path",
        "cache,PUT,/api/cache/a/.b,path"
    })
    void shouldRefuseEverythingElse(String service, String method, String path, String field) {
        assertThatThrownBy(() -> targets.read(service, method, path))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refusal -> assertThat(refusal.extensions()).isEqualTo(Map.of("field", field)));
    }

    @Test
    void shouldNotAllowWhatIsNotListedAnyMore() {
        Target target = targets.read("memory", "DELETE", "/api/memories/7");

        assertThat(targets("POST /api/memories").isAllowed(target)).isFalse();
        assertThat(targets.isAllowed(new Target(Service.CACHE, "DELETE", "/api/memories/7")))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /api/memories", "/api/memories", "POST /api/admin/keys", "POST /api/../x", "POST /*"})
    void shouldRefuseAListThatNamesNoPathOfAService(String entry) {
        assertThatThrownBy(() -> targets(entry))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("mnemesh.gateway.messages.allowed has '" + entry + "'");
    }
}
