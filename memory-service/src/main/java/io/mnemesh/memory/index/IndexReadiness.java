package io.mnemesh.memory.index;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while the index can be searched; says whether it follows, what it lacks and how long the vectors are that it serves by. */
@Readiness
@ApplicationScoped
class IndexReadiness implements HealthCheck {

    private final IndexService index;
    private final ServingGeneration generation;

    IndexReadiness(IndexService index, ServingGeneration generation) {
        this.index = index;
        this.generation = generation;
    }

    @Override
    public HealthCheckResponse call() {
        IndexState state = index.state();
        return HealthCheckResponse.named("memory-index")
                .status(state.serving() && index.available())
                .withData("state", state.name().toLowerCase(Locale.ROOT))
                .withData("available", index.available())
                .withData("complete", index.complete())
                .withData("backlog", index.backlog())
                .withData("documents", index.statistics().documents())
                .withData("dimensions", generation.now().dimensions())
                .build();
    }
}
