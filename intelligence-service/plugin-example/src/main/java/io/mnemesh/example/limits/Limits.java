package io.mnemesh.example.limits;

import io.mnemesh.intelligence.spi.SeriesKey;

/** What is known of the queues that these plug-ins are for. */
final class Limits {

    /** What a queue holds. */
    static final double CAPACITY = 100;

    private static final String METRIC = "example_queue_depth";

    private Limits() {}

    static boolean areKnownOf(SeriesKey series) {
        return series.metric().equals(METRIC);
    }
}
