package io.mnemesh.benchmarks.realtime;

import io.mnemesh.benchmarks.Figures;
import io.mnemesh.benchmarks.Polling;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** All subscribers lose their connections at once while messages go on, come back, and are brought to where they were. */
final class RecoveryStorm {

    private static final int PAYLOAD_BYTES = 128;
    private static final int BEFORE = 100;
    private static final int MEANWHILE = 400;
    private static final Duration BETWEEN = Duration.ofMillis(5);
    private static final Duration POLL = Duration.ofMillis(5);
    private static final Duration ARRIVAL = Duration.ofSeconds(60);

    private final int subscribers;

    RecoveryStorm(int subscribers) {
        this.subscribers = subscribers;
    }

    void measure(Target target, Figures figures) throws InterruptedException {
        try (var sockets = new Sockets();
                var publishing = new Sockets()) {
            var all = new Subscribers(target, subscribers);
            sockets.connect(all.clients());
            var publisher = new Publisher(target, PAYLOAD_BYTES);
            publishing.connect(List.of(publisher));
            publish(publisher, BEFORE);
            Polling.until(POLL, ARRIVAL, () -> all.tally().delivered() >= (long) BEFORE * subscribers);
            long reached = all.furthest();
            sockets.cut();
            publish(publisher, MEANWHILE);
            long begin = System.nanoTime();
            Duration connected = sockets.connect(all.clients());
            Polling.until(POLL, ARRIVAL, () -> all.haveReached(reached + MEANWHILE));
            figures.put(target.name() + "_storm_connect_s", connected.toNanos() / 1e9);
            figures.put(target.name() + "_storm_recovered_s", (System.nanoTime() - begin) / 1e9);
            figures.put(
                    target.name() + "_storm_unrecovered", (double) all.tally().unrecoveredSubscriptions());
            figures.put(target.name() + "_storm_refused_for_the_moment", (double)
                    all.tally().refusals());
            figures.put(target.name() + "_storm_missing", (double) all.tally().missingMessages());
            figures.put(target.name() + "_storm_repeated", (double) all.tally().repeatedMessages());
        }
    }

    private static void publish(Publisher publisher, int messages) throws InterruptedException {
        for (int i = 0; i < messages; i++) {
            publisher.publish();
            LockSupport.parkNanos(BETWEEN.toNanos());
        }
        Polling.until(POLL, ARRIVAL, () -> publisher.underWay() == 0);
    }
}
