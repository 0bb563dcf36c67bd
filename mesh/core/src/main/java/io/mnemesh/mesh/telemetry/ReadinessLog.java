package io.mnemesh.mesh.telemetry;

import io.smallrye.health.SmallRyeHealth;
import io.smallrye.health.event.SmallRyeHealthStatusChangeEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.json.JsonObject;
import java.util.stream.Collectors;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.eclipse.microprofile.health.Readiness;

/**
 * One line whenever the service stops being ready or is ready again, in the place of the platform's line for each probe
 * that finds it down. It is written by the probe that sees the change.
 */
@ApplicationScoped
class ReadinessLog {

    private static final MeshLog LOG = MeshLog.of(ReadinessLog.class);

    void changed(@Observes @Readiness SmallRyeHealthStatusChangeEvent event) {
        SmallRyeHealth health = event.health();
        if (health.isDown()) {
            LOG.warn("The service is not ready")
                    .with(LogKey.UPSTREAM, down(health))
                    .log();
        } else {
            LOG.info("The service is ready").log();
        }
    }

    /** Names of the checks that are down. */
    private static String down(SmallRyeHealth health) {
        return health.getPayload().getJsonArray("checks").getValuesAs(JsonObject.class).stream()
                .filter(check -> check.getString("status").equals(Status.DOWN.name()))
                .map(check -> check.getString("name"))
                .collect(Collectors.joining(","));
    }
}
