package io.mnemesh.realtime.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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

    @Test
    void shouldLetNobodyPublishMoreByConnectingAnew() {
        users.enter(user("ana"));
        long before = publish(20);
        users.leave(user("ana"));
        users.enter(user("ana"));

        assertThat(before).isEqualTo(20);
        assertThat(publish(20)).isLessThan(20);
    }

    @Test
    void shouldForgetWhoHasNoConnectionsAndMayPublishAsMuchAsAtFirst() {
        var quick = new UserConnections(
                ConfigDefaults.of(SessionConfig.class),
                ConfigDefaults.with(PublishConfig.class, Map.of("mnemesh.realtime.publish.rate", "1000000")));
        quick.enter(user("ana"));
        quick.mayPublish(user("ana"));
        quick.enter(user("bob"));
        quick.leave(user("bob"));
        assertThat(quick.known()).isEqualTo(1);

        quick.leave(user("ana"));

        await().untilAsserted(() -> {
            quick.forget();
            assertThat(quick.known()).isZero();
        });
    }

    private long publish(int times) {
        return IntStream.range(0, times)
                .filter(i -> users.mayPublish(user("ana")))
                .count();
    }

    private static Identity user(String subject) {
        return new Identity(new TenantId("acme"), subject, Set.of(), Set.of());
    }
}
