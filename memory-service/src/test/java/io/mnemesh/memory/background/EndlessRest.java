package io.mnemesh.memory.background;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A request that is answered for ever, beside which work rests for hours after each piece, until it ends. */
public final class EndlessRest {

    private static final Duration HOUR = Duration.ofHours(1);

    private final AtomicLong now = new AtomicLong();
    private final Foreground foreground = new Foreground(() -> now.addAndGet(HOUR.toNanos()));
    private final Pace pace = new Pace(foreground, 0.5, () -> now.addAndGet(HOUR.toNanos()));

    public EndlessRest() {
        foreground.begin();
    }

    public Pace pace() {
        return pace;
    }

    public void end() {
        foreground.end();
    }
}
