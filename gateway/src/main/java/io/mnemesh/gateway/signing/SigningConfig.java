package io.mnemesh.gateway.signing;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How tokens are signed. */
@ConfigMapping(prefix = "mnemesh.gateway.signing")
public interface SigningConfig {

    /** 32 bytes in base64, from MNEMESH_GATEWAY_MASTER_KEY; seals the signing keys, peppers the digests of API keys and refresh tokens. The same for all replicas. */
    String masterKey();

    /** How long a token is valid. */
    @WithDefault("15m")
    Duration tokenLifetime();

    /** Age of the last signing key at which the next is made. */
    @WithDefault("30d")
    Duration rotateEvery();

    /** How long a new key is published before it signs; longer than services wait between two readings (mnemesh.identity.refresh). */
    @WithDefault("6m")
    Duration announce();
}
