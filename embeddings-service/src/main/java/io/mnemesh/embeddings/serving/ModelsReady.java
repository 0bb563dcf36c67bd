package io.mnemesh.embeddings.serving;

import io.mnemesh.embeddings.model.ModelSpec;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when every model computes; otherwise says of each which file is missing or altered. */
@Readiness
class ModelsReady implements HealthCheck {

    private final Models models;

    ModelsReady(Models models) {
        this.models = models;
    }

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("models").up();
        for (ModelSpec spec : models.all()) {
            switch (models.state(spec.name())) {
                case ModelState.Ready ready ->
                    response.withData(spec.name(), ready.model().encoder().company() + " batches");
                case ModelState.Loading loading -> response.down().withData(spec.name(), "loading");
                case ModelState.Failed failed -> response.down().withData(spec.name(), failed.reason());
            }
        }
        return response.build();
    }
}
