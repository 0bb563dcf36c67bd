package io.mnemesh.benchmarks.realtime;

import io.mnemesh.benchmarks.Figures;
import java.time.Duration;
import java.util.List;

/**
 * One reader among many that does not read any more: how much later the others get their messages, at the rate of deliveries
 * that {@link Fanout} offers, in one run without it and with it.
 */
final class Stalled {

    private static final int READERS = 1_000;
    private static final Duration WARM_UP = Duration.ofSeconds(5);

    /** So much that what waits for the reader outgrows its bounds while the load lasts. */
    private static final int PAYLOAD_BYTES = 1024;

    private final Duration time;

    /** @param time how long each of the two loads lasts */
    Stalled(Duration time) {
        this.time = time;
    }

    void measure(Target target, Figures figures) throws InterruptedException {
        try (var sockets = new Sockets()) {
            var all = new Subscribers(target, READERS);
            sockets.connect(all.clients());
            var pace = new Fanout.Rate((double) Fanout.OFFERED_PER_S / READERS);
            var _ = Fanout.publish(sockets, target, all, PAYLOAD_BYTES, pace, WARM_UP);
            double without = load(sockets, target, all, pace, figures, "without_stalled");
            var stalled = new StalledReader(target);
            sockets.connect(List.of(stalled));
            double with = load(sockets, target, all, pace, figures, "with_stalled");
            figures.put(target.name() + "_stalled_reader_was_cut", stalled.wasCut() ? 1.0 : 0.0);
            figures.put(target.name() + "_stalled_p99_ratio", with / without);
            figures.put(target.name() + "_stalled_missing", (double) all.tally().missingMessages());
        }
    }

    private double load(Sockets sockets, Target target, Subscribers all, Fanout.Rate pace, Figures figures, String name)
            throws InterruptedException {
        String key = target.name() + "_" + name;
        Fanout.Outcome outcome = Fanout.publish(sockets, target, all, PAYLOAD_BYTES, pace, time);
        figures.put(key + "_undelivered", (double) outcome.undelivered());
        figures.putLatencies(key, all.tally().takeLatencies());
        return figures.get(key + "_p99_ms");
    }
}
