package io.mnemesh.benchmarks.realtime;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** What all subscribers of one measurement have received. Thread-safe. */
final class Tally {

    private final LongAdder delivered = new LongAdder();
    private final LongAdder missing = new LongAdder();
    private final LongAdder repeated = new LongAdder();
    private final LongAdder unrecovered = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final List<Long> latencies = new ArrayList<>();

    void delivered(long messages) {
        delivered.add(messages);
    }

    /** Offsets that were passed over. */
    void missing(long messages) {
        missing.add(messages);
    }

    /** An offset came again. */
    void repeated() {
        repeated.increment();
    }

    /** A subscription was told that it could not be brought to where it was. */
    void unrecovered() {
        unrecovered.increment();
    }

    /** A subscription was refused for the moment. */
    void refused() {
        refused.increment();
    }

    /** A sample of the time from publishing to receiving, nanoseconds. */
    synchronized void latency(long nanos) {
        latencies.add(nanos);
    }

    long delivered() {
        return delivered.sum();
    }

    long missingMessages() {
        return missing.sum();
    }

    long repeatedMessages() {
        return repeated.sum();
    }

    long refusals() {
        return refused.sum();
    }

    long unrecoveredSubscriptions() {
        return unrecovered.sum();
    }

    /** The samples since it was asked last. */
    synchronized List<Long> takeLatencies() {
        List<Long> taken = List.copyOf(latencies);
        latencies.clear();
        return taken;
    }
}
