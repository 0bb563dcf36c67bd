package io.mnemesh.realtime.status;

import io.mnemesh.realtime.drain.Draining;
import io.mnemesh.realtime.fanout.FanoutHealth;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Readiness of the sockets. Without Redis the node stays ready, because it holds its connections and delivers what they
 * missed afterwards; it says that it is degraded. While it drains it is not ready.
 */
@Readiness
class FanoutCheck implements HealthCheck {

    private final FanoutHealth fanout;
    private final Draining draining;

    FanoutCheck(FanoutHealth fanout, Draining draining) {
        this.fanout = fanout;
        this.draining = draining;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("realtime sockets")
                .status(!draining.isOn())
                .withData("fanout", fanout.isConnected() ? "connected" : "degraded")
                .withData("draining", draining.isOn())
                .build();
    }
}
