package io.mnemesh.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.mnemesh.testing.ConfigDefaults;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TunnelsTest {

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void shouldCloseAFewAtATimeWhileTheGatewayIsAboutToStopAndTheRestWhenItStops() {
        Tunnels tunnels = tunnels("1h");
        List<Counted> open = open(tunnels, 100);

        tunnels.onDrain(new ShutdownDelayInitiatedEvent());

        assertThat(tunnels.isDraining()).isTrue();
        assertThat(closed(open)).isLessThan(open.size());

        tunnels.onStop(new ShutdownEvent());

        assertThat(open).allSatisfy(one -> assertThat(one.closings).hasValue(1));
    }

    @Test
    void shouldCloseAllOverTheTime() {
        Tunnels tunnels = tunnels("200ms");
        List<Counted> open = open(tunnels, 10);

        tunnels.onDrain(new ShutdownDelayInitiatedEvent());

        await().untilAsserted(() -> assertThat(closed(open)).isEqualTo(open.size()));
    }

    @Test
    void shouldLeaveWhatEndsBeforeItsTurn() {
        Tunnels tunnels = tunnels("50ms");
        var first = new Counted(tunnels);
        var second = new Counted(tunnels);
        first.other = second;
        second.other = first;

        tunnels.onDrain(new ShutdownDelayInitiatedEvent());

        assertThat(first.closings.get() + second.closings.get()).isEqualTo(1);
    }

    private Tunnels tunnels(String over) {
        return new Tunnels(
                new EdgeMetrics(new SimpleMeterRegistry()),
                vertx,
                ConfigDefaults.with(EdgeConfig.class, Map.of("mnemesh.gateway.edge.drain-over", over)));
    }

    private static List<Counted> open(Tunnels tunnels, int count) {
        return Stream.generate(() -> new Counted(tunnels)).limit(count).toList();
    }

    private static long closed(List<Counted> all) {
        return all.stream().filter(one -> one.closings.get() > 0).count();
    }

    /** Ends as soon as it is closed, with another one if there is one, and counts how often it was. */
    private static final class Counted implements LongLived {

        private final Tunnels tunnels;
        private final AtomicInteger closings = new AtomicInteger();
        private @Nullable Counted other;

        Counted(Tunnels tunnels) {
            this.tunnels = tunnels;
            tunnels.opened(this);
        }

        @Override
        public void close() {
            closings.incrementAndGet();
            tunnels.closed(this);
            if (other != null) {
                tunnels.closed(other);
            }
        }
    }
}
