package io.mnemesh.memory.background;

import io.mnemesh.memory.storage.Callers;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The pace of work in the background, which is done piece by piece: while requests come it rests after each piece as long as
 * its share of the time demands. So a request finds at most a small piece in its way, and the work comes to its end under any
 * load.
 */
@ApplicationScoped
public class Pace {

    /** Shortest rest worth a timer. */
    private static final Duration SHORTEST = Duration.ofMillis(1);

    private final Foreground foreground;
    private final LongSupplier nanoTime;
    private final double restPerWork;

    @Inject
    Pace(Foreground foreground, BackgroundConfig config) {
        this(foreground, config.share(), System::nanoTime);
    }

    /**
     * @param share    above 0, at most 1
     * @param nanoTime source of the time, in nanoseconds
     * @throws IllegalArgumentException if the share is out of range
     */
    Pace(Foreground foreground, double share, LongSupplier nanoTime) {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException(
                    "mnemesh.memory.background.share has to be above 0 and at most 1, but is " + share + ".");
        }
        this.foreground = foreground;
        this.nanoTime = nanoTime;
        this.restPerWork = (1 - share) / share;
    }

    /** Does a piece of work and rests before it answers. The outcome arrives on the caller's Vert.x context, if it has one. */
    public <T> Uni<T> paced(Supplier<Uni<T>> piece) {
        return Uni.createFrom().deferred(() -> {
            long start = nanoTime.getAsLong();
            return piece.get()
                    .call(() -> rest(Duration.ofNanos((long) ((nanoTime.getAsLong() - start) * restPerWork))));
        });
    }

    private Uni<Void> rest(Duration left) {
        if (left.compareTo(SHORTEST) < 0 || !foreground.busy()) {
            return Uni.createFrom().voidItem();
        }
        Duration now = left.compareTo(Foreground.GRACE) < 0 ? left : Foreground.GRACE;
        return Callers.back(Uni.createFrom().voidItem().onItem().delayIt().by(now))
                .chain(() -> rest(left.minus(now)));
    }
}
