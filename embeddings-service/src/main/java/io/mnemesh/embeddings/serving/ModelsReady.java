package io.mnemesh.embeddings.serving;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready when the default model computes. Says of every model where it is, and which file is missing or altered; another
 * model that cannot be served does not take the service away from those who use the default one.
 */
@Readiness
class ModelsReady implements HealthCheck {

    private final Models models;

    ModelsReady(Models models) {
        this.models = models;
    }

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("models")
                .status(models.state(models.defaultModel()) instanceof ModelState.Ready);
        models.states().forEach((name, state) -> response.withData(name, said(state)));
        return response.build();
    }

    private static String said(ModelState state) {
        return switch (state) {
            case ModelState.Ready ready -> ready.how();
            case ModelState.Loading loading -> "loading";
            case ModelState.Resting resting -> "not loaded";
            case ModelState.Failed failed -> failed.reason();
        };
    }
}
