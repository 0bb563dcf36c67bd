package io.mnemesh.mesh.identity;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How callers are identified. */
@ConfigMapping(prefix = "mnemesh.identity")
public interface IdentityConfig {

    /** Required {@code iss}. */
    @WithDefault("mnemesh")
    String issuer();

    /** Required {@code aud}. */
    @WithDefault("mnemesh")
    String audience();

    /** How far clocks may differ. */
    @WithDefault("5s")
    Duration clockSkew();

    /** Where the gateway publishes its public keys. */
    @WithDefault("${MNEMESH_JWKS_URL:http://127.0.0.1:7400/.well-known/jwks.json}")
    URI jwksUrl();

    /** A JSON Web Key Set that is used as it stands instead of the one at {@link #jwksUrl()}. */
    Optional<String> jwks();

    /** How often the keys are read again. */
    @WithDefault("5m")
    Duration refresh();

    /** Shortest time between two readings that tokens with unknown keys cause. */
    @WithDefault("2s")
    Duration refreshAtMost();

    /** How long one reading may take. */
    @WithDefault("3s")
    Duration timeout();

    /** Verified tokens that are remembered until they end, so that a signature is checked once. */
    @WithDefault("10000")
    int rememberedTokens();

    /**
     * What may be called without a token: an optional method, then a path that may end in {@code *}. Everything else
     * needs one.
     */
    @WithDefault("/q/*,GET /.well-known/jwks.json,POST /api/auth/token")
    List<String> openPaths();

    /** What this service opens besides, in the same form; its handlers then check tokens themselves. */
    Optional<List<String>> alsoOpen();
}
