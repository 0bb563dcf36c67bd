package io.mnemesh.gateway.relay;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.mnemesh.gateway.discovery.Finders;
import io.mnemesh.gateway.edge.UpstreamsConfig;
import io.mnemesh.mesh.order.GatewayOrders;
import io.mnemesh.mesh.redis.MeshInstance;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Another gateway with the same configuration, as far as it routes and follows orders. Starts and stops as often as a test wants. */
@ApplicationScoped
public class SecondGateway {

    @Inject
    Vertx vertx;

    @Inject
    UpstreamsConfig addresses;

    @Inject
    RelayConfig config;

    @Inject
    RelayOrderConfig orderConfig;

    @Inject
    Finders finders;

    @Inject
    GatewayOrders orders;

    @Inject
    Clock clock;

    private @Nullable RelayCore relay;
    private @Nullable OrderFollower follower;

    public void start() {
        var meters = new SimpleMeterRegistry();
        var instance = MeshInstance.of("gateway");
        relay = new RelayCore(vertx, addresses, config, new RelayMetrics(meters), finders);
        relay.onStart(new StartupEvent());
        follower = new OrderFollower(relay, orderConfig, orders, instance, new OrderMetrics(meters), clock, vertx);
        follower.start(new StartupEvent());
    }

    public void stop() {
        if (follower != null) {
            follower.stop(new ShutdownEvent());
        }
    }

    public RelayStatus status() {
        if (relay == null) {
            throw new IllegalStateException("It was not started.");
        }
        return relay.status();
    }
}
