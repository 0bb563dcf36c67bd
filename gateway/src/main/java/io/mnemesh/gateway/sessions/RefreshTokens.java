package io.mnemesh.gateway.sessions;

import io.mnemesh.gateway.signing.MasterKey;
import io.mnemesh.mesh.crypto.HmacSha256;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes refresh tokens, and their stored form: an HMAC-SHA-256 under a pepper that is not in the database. */
@ApplicationScoped
class RefreshTokens {

    private final byte[] key;
    private final byte[] pepper;
    private final SecureRandom random = new SecureRandom();

    RefreshTokens(MasterKey master) {
        this.key = master.derive("refresh token v1");
        this.pepper = master.derive("refresh token pepper v1");
    }

    RefreshToken generate(UUID session) {
        return RefreshToken.generate(session, key, random);
    }

    /** Null if it was not issued by this mesh. */
    @Nullable
    RefreshToken read(String text) {
        return RefreshToken.read(text, key);
    }

    byte[] digest(RefreshToken token) {
        return HmacSha256.of(pepper, token.text().getBytes(StandardCharsets.UTF_8));
    }
}
