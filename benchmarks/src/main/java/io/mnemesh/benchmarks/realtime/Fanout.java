package io.mnemesh.benchmarks.realtime;

import io.mnemesh.benchmarks.Figures;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * One publisher, many subscribers of one channel: deliveries a second with so many publications under way (a closed loop,
 * which waits for both the answers and the deliveries), and the latency at a fixed rate (an open loop).
 */
final class Fanout {

    static final List<Integer> WINDOWS = List.of(1, 4, 16);
    private static final int PAYLOAD_BYTES = 128;
    static final int OFFERED_PER_S = 150_000;
    private static final Duration WARM_UP = Duration.ofSeconds(5);
    private static final long POLL_NANOS = 50_000;
    private static final Duration ARRIVAL = Duration.ofSeconds(15);

    private final int subscribers;
    private final Duration time;

    /**
     * @param subscribers how many
     * @param time        how long each load lasts
     */
    Fanout(int subscribers, Duration time) {
        this.subscribers = subscribers;
        this.time = time;
    }

    void measure(Target target, Figures figures) throws InterruptedException {
        try (var sockets = new Sockets()) {
            var all = new Subscribers(target, subscribers);
            Duration connected = sockets.connect(all.clients());
            figures.put(target.name() + "_connect_s", connected.toNanos() / 1e9);
            publish(sockets, target, all, 16, WARM_UP);
            for (int window : WINDOWS) {
                put(figures, target, "window_" + window, publish(sockets, target, all, window, time));
            }
            put(
                    figures,
                    target,
                    "offered_" + OFFERED_PER_S,
                    publish(sockets, target, all, new Rate((double) OFFERED_PER_S / subscribers), time));
            figures.putLatencies(
                    target.name() + "_offered_" + OFFERED_PER_S, all.tally().takeLatencies());
            figures.put(target.name() + "_missing", (double) all.tally().missingMessages());
            figures.put(target.name() + "_repeated", (double) all.tally().repeatedMessages());
        }
    }

    private static void put(Figures figures, Target target, String load, Outcome outcome) {
        String key = target.name() + "_" + load;
        figures.put(key + "_per_s", outcome.perSecond());
        if (outcome.undelivered() > 0) {
            figures.put(key + "_undelivered", (double) outcome.undelivered());
        }
    }

    /** When the next publication is due. */
    sealed interface Pace {
        boolean isDue(Publisher publisher, long delivered, long nanos);
    }

    /** With so many under way. */
    private final class Window implements Pace {
        private final int size;

        Window(int size) {
            this.size = size;
        }

        @Override
        public boolean isDue(Publisher publisher, long delivered, long nanos) {
            return publisher.underWay() < size && (publisher.sent() - size) * subscribers <= delivered;
        }
    }

    /** So many a second, whatever becomes of them. */
    record Rate(double perSecond) implements Pace {
        @Override
        public boolean isDue(Publisher publisher, long delivered, long nanos) {
            return publisher.sent() < nanos / 1e9 * perSecond;
        }
    }

    /**
     * What became of a load.
     *
     * @param perSecond   deliveries a second until the last publication was sent
     * @param undelivered deliveries that had not come {@link #ARRIVAL} later
     */
    record Outcome(double perSecond, long undelivered) {}

    /** @param window publications under way */
    Outcome publish(Sockets sockets, Target target, Subscribers all, int window, Duration time)
            throws InterruptedException {
        return publish(sockets, target, all, new Window(window), time);
    }

    private static Outcome publish(Sockets sockets, Target target, Subscribers all, Pace pace, Duration time)
            throws InterruptedException {
        return publish(sockets, target, all, PAYLOAD_BYTES, pace, time);
    }

    /** @param payload bytes of a publication's data, about */
    static Outcome publish(Sockets sockets, Target target, Subscribers all, int payload, Pace pace, Duration time)
            throws InterruptedException {
        var publisher = new Publisher(target, payload);
        sockets.connect(List.of(publisher));
        all.tally().takeLatencies();
        long before = all.tally().delivered();
        long begin = System.nanoTime();
        long nanos = 0;
        while (nanos < time.toNanos()) {
            if (pace.isDue(publisher, all.tally().delivered() - before, nanos)) {
                publisher.publish();
            } else {
                LockSupport.parkNanos(POLL_NANOS);
            }
            nanos = System.nanoTime() - begin;
        }
        double perSecond = (all.tally().delivered() - before) / (nanos / 1e9);
        long expected = publisher.sent() * all.count();
        long end = System.nanoTime() + ARRIVAL.toNanos();
        while (all.tally().delivered() - before < expected && System.nanoTime() < end) {
            LockSupport.parkNanos(POLL_NANOS);
        }
        return new Outcome(perSecond, expected - (all.tally().delivered() - before));
    }
}
