package io.mnemesh.gateway.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.mnemesh.gateway.discovery.Endpoint;
import io.mnemesh.gateway.discovery.Source;
import io.mnemesh.gateway.edge.Service;
import io.mnemesh.gateway.relay.balance.BalancerSettings;
import io.mnemesh.gateway.relay.balance.CostClass;
import io.mnemesh.gateway.relay.balance.Priority;
import io.mnemesh.gateway.relay.balance.Result;
import io.mnemesh.gateway.relay.balance.RouteContext;
import io.mnemesh.gateway.relay.balance.Routed;
import io.mnemesh.gateway.relay.balance.Upstream;
import io.mnemesh.gateway.relay.balance.UpstreamSettings;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RelayUpstreamTest {

    private static final Endpoint ONE = new Endpoint("10.0.0.1", 7401);
    private static final Endpoint TWO = new Endpoint("fd00::2", 7401);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final RelayMetrics metrics = new RelayMetrics(registry);
    private final Random random = new Random(7);
    private final Upstream core = new Upstream(
            new UpstreamSettings(BalancerSettings.defaults(), 10, 10, 10, 0.1, 2, false),
            System::nanoTime,
            () -> random);
    private final RelayUpstream upstream =
            new RelayUpstream(Service.MEMORY, new Source.Services("memory.test"), core, metrics);

    @BeforeEach
    void watch() {
        metrics.watch(upstream);
    }

    private double gauge(String name) {
        return registry.get("mnemesh_gateway_discovery_" + name)
                .tag("upstream", "memory")
                .gauge()
                .value();
    }

    private double answers(String outcome) {
        return registry.get("mnemesh_gateway_discovery_answers_total")
                .tag("upstream", "memory")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    @Test
    void shouldKnowNobodyBeforeTheFirstAnswer() {
        assertThat(upstream.discovery()).isEqualTo(new DiscoveryStatus("srv", false, "", 0, 0));
        assertThat(upstream.anInstance()).isEmpty();
        assertThat(gauge("instances")).isZero();
    }

    @Test
    void shouldKeepItsInstancesWhenAnAnswerNamesNoneOrDoesNotCome() {
        upstream.found(List.of(ONE, TWO));
        upstream.found(List.of());

        assertThat(upstream.discovery().stale()).isTrue();
        assertThat(upstream.discovery().reason()).isEqualTo("The answer named no instance.");
        assertThat(gauge("stale")).isEqualTo(1);
        upstream.failed("Silence.");
        assertThat(upstream.discovery().reason()).isEqualTo("Silence.");
        assertThat(gauge("instances")).isEqualTo(2);
        assertThat(upstream.anInstance()).hasValue(URI.create("http://10.0.0.1:7401"));

        upstream.found(List.of(TWO));
        assertThat(upstream.discovery().stale()).isFalse();
        assertThat(upstream.discovery().reason()).isEmpty();
        assertThat(gauge("stale")).isZero();
        assertThat(gauge("instances")).isEqualTo(1);
        assertThat(upstream.isAlone()).isTrue();
        assertThat(List.of(answers("followed"), answers("empty"), answers("failed")))
                .containsExactly(2.0, 1.0, 1.0);
    }

    @Test
    void shouldKnowTheAddressOfAnInstanceThatHasLeftWithARequest() {
        upstream.found(List.of(TWO));
        assertThat(core.enter(Priority.HIGH)).isEqualTo(Upstream.Entry.ENTERED);
        Routed routed = Objects.requireNonNull(core.route(new RouteContext(CostClass.READ, 0, 12, true)));

        upstream.found(List.of(ONE));

        assertThat(gauge("draining")).isEqualTo(1);
        assertThat(upstream.discovery().draining()).isEqualTo(1);
        assertThat(upstream.address(routed.instance().id()).host()).isEqualTo("fd00::2");
        assertThat(upstream.address(routed.instance().id()).port()).isEqualTo(7401);
        core.end(routed, Result.ANSWERED);
        assertThat(gauge("draining")).isZero();
    }
}
