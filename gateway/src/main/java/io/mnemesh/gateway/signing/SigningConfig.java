package io.mnemesh.gateway.signing;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How tokens are signed. */
@ConfigMapping(prefix = "mnemesh.gateway.signing")
public interface SigningConfig {

    /** 32 bytes in base64, from MNEMESH_GATEWAY_MASTER_KEY; seals the signing key and peppers the digests of API keys. The same for all replicas. */
    String masterKey();

    /** How long a token is valid. */
    @WithDefault("15m")
    Duration tokenLifetime();
}
