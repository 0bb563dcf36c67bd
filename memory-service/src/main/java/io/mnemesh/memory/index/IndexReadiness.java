package io.mnemesh.memory.index;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while the index can be searched; says whether it follows and what it lacks. */
@Readiness
@ApplicationScoped
class IndexReadiness implements HealthCheck {

    private final IndexService index;

    IndexReadiness(IndexService index) {
        this.index = index;
    }

    @Override
    public HealthCheckResponse call() {
        IndexState state = index.state();
        return HealthCheckResponse.named("memory-index")
                .status(state.serving() && index.available())
                .withData("state", state.name().toLowerCase(Locale.ROOT))
                .withData("available", index.available())
                .withData("backlog", index.backlog())
                .withData("documents", index.statistics().documents())
                .build();
    }
}
