package io.mnemesh.gateway.signing;

import io.mnemesh.mesh.identity.JwksSource;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** The gateway's own token keys, straight from the database instead of over HTTP from itself. */
@ApplicationScoped
class OwnJwks implements JwksSource {

    private final SigningKeys keys;

    OwnJwks(SigningKeys keys) {
        this.keys = keys;
    }

    @Override
    public Uni<String> load() {
        return keys.reload().chain(keys::jwks);
    }
}
