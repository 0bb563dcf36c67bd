package io.mnemesh.gateway.access;

import io.mnemesh.gateway.signing.MasterKey;
import io.mnemesh.mesh.crypto.HmacSha256;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;

/**
 * The stored form of a secret: HMAC-SHA-256 under a pepper that is not in the database. Keys are found by it, so that
 * no comparison ever runs over the secret itself and timing tells nothing about it.
 */
@ApplicationScoped
class KeyDigest {

    private final byte[] pepper;

    KeyDigest(MasterKey master) {
        this.pepper = master.derive("api key pepper v1");
    }

    byte[] of(ApiKeySecret secret) {
        return HmacSha256.of(pepper, secret.value().getBytes(StandardCharsets.UTF_8));
    }
}
