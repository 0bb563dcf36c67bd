package io.mnemesh.realtime.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.testing.ConfigDefaults;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UserConnectionsTest {

    private final UserConnections users = new UserConnections(
            ConfigDefaults.with(SessionConfig.class, Map.of("mnemesh.realtime.connection.max-per-user", "2")),
            ConfigDefaults.with(
                    PublishConfig.class,
                    Map.of("mnemesh.realtime.publish.rate", "1", "mnemesh.realtime.publish.burst", "20")));

    @Test
    void shouldHavePlacesForSoManyConnectionsOfAUser() {
        assertThat(users.enter(user("ana"))).isTrue();
        assertThat(users.isFull(user("ana"))).isFalse();
        assertThat(users.enter(user("ana"))).isTrue();
        assertThat(users.isFull(user("ana"))).isTrue();
        assertThat(users.enter(user("ana"))).isFalse();
        assertThat(users.enter(user("bob"))).isTrue();

        users.leave(user("ana"));

        assertThat(users.isFull(user("ana"))).isFalse();
        assertThat(users.enter(user("ana"))).isTrue();
    }

    @Test
    void shouldBoundWhatAllConnectionsOfAUserPublish() {
        users.enter(user("ana"));
        users.enter(user("ana"));
        users.enter(user("bob"));

        long anas = IntStream.range(0, 100)
                .filter(i -> users.mayPublish(user("ana")))
                .count();

        assertThat(anas).isBetween(20L, 21L);
        assertThat(users.mayPublish(user("bob"))).isTrue();
        assertThat(users.mayPublish(user("nobody"))).isFalse();
    }

    private static Identity user(String subject) {
        return new Identity(new TenantId("acme"), subject, Set.of(), Set.of());
    }
}
