package io.mnemesh.gateway.passwords;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How passwords are hashed. The defaults are those of OWASP's password storage cheat sheet. */
@ConfigMapping(prefix = "mnemesh.gateway.passwords")
public interface PasswordConfig {

    /** Fewest characters of a password. */
    @WithDefault("12")
    int shortest();

    /** Memory that one hash takes while it is computed, at least 8K. */
    @WithDefault("19M")
    MemorySize memory();

    /** Passes over that memory. */
    @WithDefault("2")
    int iterations();

    /** Hashes that are computed at once; each takes a processor and the memory. */
    @WithDefault("2")
    int atOnce();

    /** Hashes that may wait for their turn; more are answered with unavailable. */
    @WithDefault("64")
    int waiting();
}
