package io.mnemesh.gateway.guard;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long clients may take to say what they want. */
@ConfigMapping(prefix = "mnemesh.gateway.guard")
public interface GuardConfig {

    /** Longest time from a new connection, or from the first byte of a further request, to the end of the header. */
    @WithDefault("10s")
    Duration headTime();

    /** Longest time from the end of a request's header to the end of its body. */
    @WithDefault("60s")
    Duration bodyTime();
}
