package io.mnemesh.memory.erasure;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How memories and users are erased. */
@ConfigMapping(prefix = "mnemesh.memory.erasure")
public interface ErasureConfig {

    /** Whether this instance works on erasures. Its own search index is freed of erased memories in any case. */
    @WithDefault("true")
    boolean background();

    /** Services that keep something of memories; an erasure ends when all of them have answered. */
    @WithDefault("realtime,intelligence,embeddings,gateway")
    Optional<List<String>> services();

    /**
     * Wait between freeing the event log and asking the services once more: as long as a handler may hold an event it read
     * before.
     */
    @WithDefault("60s")
    Duration settle();

    /** How long an answer of a service is waited for before it is asked again. */
    @WithDefault("5m")
    Duration remind();

    /** How long an instance works on an erasure before another one may take over. */
    @WithDefault("2m")
    Duration lease();

    /** Pause before an erasure that waits for others is looked at again. */
    @WithDefault("1s")
    Duration pause();

    /**
     * Silence after which the search index of an instance counts as gone with its disk. The tombstone names it; should it
     * come back, it is freed before anything else.
     */
    @WithDefault("24h")
    Duration forgetIndexAfter();

    /** Ed25519 key that tombstones are signed with, PKCS #8 in base64. */
    Optional<String> signingKey();

    /** File of the key that is made at first use where none is given. */
    @WithDefault("data/memory/erasure.key")
    Path keyFile();
}
