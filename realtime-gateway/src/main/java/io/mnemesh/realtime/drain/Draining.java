package io.mnemesh.realtime.drain;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Whether this node is going away and takes nobody new. */
@ApplicationScoped
public class Draining {

    private final DrainConfig config;
    private volatile boolean on;

    Draining(DrainConfig config) {
        this.config = config.validated();
    }

    public boolean isOn() {
        return on;
    }

    /** How long a client is told to wait before it comes back, different for each. */
    public Duration pause() {
        long min = config.pauseMin().toMillis();
        return Duration.ofMillis(
                ThreadLocalRandom.current().nextLong(min, config.pauseMax().toMillis() + 1));
    }

    void begin() {
        on = true;
    }
}
