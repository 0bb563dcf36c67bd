package io.mnemesh.mesh.identity;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Readiness: without the keys of the tokens nobody can be let in. */
@Readiness
@ApplicationScoped
class TokenKeysCheck implements HealthCheck {

    private final TokenKeys keys;

    TokenKeysCheck(TokenKeys keys) {
        this.keys = keys;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("token keys").status(keys.present()).build();
    }
}
