package io.mnemesh.gateway.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Who is let in, and how often a wrong key may be tried. */
@ConfigMapping(prefix = "mnemesh.gateway.access")
public interface AccessConfig {

    /** Tenant that the first start makes; it cannot be removed. */
    @WithDefault("default")
    String firstTenant();

    /** Folder, from MNEMESH_DATA_DIR, the first admin key is written to, as file {@code admin-key}; without it the key is only logged. */
    Optional<Path> dataDir();

    /** Wrong keys that one client address may send within {@link #attemptsWindow()}. */
    @WithDefault("10")
    int attempts();

    /** Time over which wrong keys are counted. */
    @WithDefault("1m")
    Duration attemptsWindow();

    /** Client addresses that are watched at once; the one longest quiet is forgotten first. */
    @WithDefault("10000")
    int watchedAddresses();
}
