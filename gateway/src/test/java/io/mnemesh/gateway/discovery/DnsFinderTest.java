package io.mnemesh.gateway.discovery;

import static io.netty.handler.codec.dns.DnsRecordType.A;
import static io.netty.handler.codec.dns.DnsRecordType.AAAA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mnemesh.testing.ConfigDefaults;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Lookups at a real DNS server. */
class DnsFinderTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final Vertx vertx = Vertx.vertx();
    private final NameServer server = new NameServer(0);
    private final Noted noted = new Noted();
    private final Finders finders = new Finders(
            vertx,
            ConfigDefaults.with(
                    DiscoveryConfig.class,
                    Map.of(
                            "mnemesh.gateway.discovery.dns-servers", server.address(),
                            "mnemesh.gateway.discovery.shortest-refresh", "20ms",
                            "mnemesh.gateway.discovery.longest-refresh", "30s",
                            "mnemesh.gateway.discovery.timeout", "300ms")));

    @AfterEach
    void close() {
        finders.close();
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private void follow(String address) {
        finders.follow(finders.source("memory", List.of(URI.create(address))), noted);
    }

    private void awaitLast(Endpoint... expected) {
        await().atMost(SOON).untilAsserted(() -> assertThat(noted.last()).containsExactlyInAnyOrder(expected));
    }

    @Test
    void shouldFollowTheAddressesOfAName() {
        server.addresses(A, "memory.test", "10.0.0.1", "10.0.0.2");
        follow("dns://memory.test:7401");
        awaitLast(new Endpoint("10.0.0.1", 7401), new Endpoint("10.0.0.2", 7401));

        server.addresses(A, "memory.test", "10.0.0.2", "10.0.0.3");
        awaitLast(new Endpoint("10.0.0.2", 7401), new Endpoint("10.0.0.3", 7401));
        assertThat(noted.failures).isEmpty();
    }

    @Test
    void shouldTakeAddressesOfIpv6WhereThereAreNoOthers() {
        server.addresses(AAAA, "memory.test", "fd00::1");
        follow("dns://memory.test:7401");
        await().atMost(SOON).until(() -> !noted.found.isEmpty());
        assertThat(noted.last()).hasSize(1);
        assertThat(noted.last().getFirst().authority()).isEqualTo("[fd00::1]:7401");
    }

    @Test
    void shouldFollowTheServicesWithTheFirstPriority() {
        server.services(
                        "_http._tcp.memory.test",
                        "1 5 7401 a.test",
                        "1 5 7402 b.test",
                        "1 5 7403 gone.test",
                        "2 5 7409 c.test")
                .addresses(A, "a.test", "10.0.0.1")
                .addresses(A, "b.test", "10.0.0.1")
                .addresses(A, "c.test", "10.0.0.9");
        follow("srv://_http._tcp.memory.test");
        awaitLast(new Endpoint("10.0.0.1", 7401), new Endpoint("10.0.0.1", 7402));

        server.services("_http._tcp.memory.test", "2 5 7409 c.test");
        awaitLast(new Endpoint("10.0.0.9", 7409));
    }

    @Test
    void shouldTellOfANameThatIsGoneWithoutCallingItAFailure() {
        server.addresses(A, "memory.test", "10.0.0.1");
        follow("dns://memory.test:7401");
        awaitLast(new Endpoint("10.0.0.1", 7401));

        server.addresses(A, "memory.test");
        await().atMost(SOON).until(() -> noted.last().isEmpty());
        assertThat(noted.failures).isEmpty();
    }

    @Test
    void shouldTellOfServersThatFailAndAskAgain() {
        server.addresses(A, "memory.test", "10.0.0.1").mood(NameServer.Mood.BROKEN);
        follow("dns://memory.test:7401");
        await().atMost(SOON).until(() -> noted.failures.size() >= 2);

        server.mood(NameServer.Mood.SILENT);
        int failures = noted.failures.size();
        await().atMost(SOON).until(() -> noted.failures.size() >= failures + 2);
        assertThat(noted.found).isEmpty();

        server.mood(NameServer.Mood.WELL);
        awaitLast(new Endpoint("10.0.0.1", 7401));
    }

    @Test
    void shouldNotAskAgainBeforeTheTimeToLiveIsOver() {
        server.addresses(A, "memory.test", "10.0.0.1")
                .addresses(A, "other.test", "10.0.0.2")
                .ttl(3600);
        follow("dns://memory.test:7401");
        awaitLast(new Endpoint("10.0.0.1", 7401));
        int asked = server.queries();

        server.ttl(0);
        follow("dns://other.test:7401");
        await().atMost(SOON).until(() -> server.queries() >= asked + 20);

        assertThat(noted.found.stream().filter(List.of(new Endpoint("10.0.0.1", 7401))::equals))
                .hasSize(1);
    }
}
