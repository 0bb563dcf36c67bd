package io.mnemesh.benchmarks.relay;

import io.mnemesh.gateway.relay.balance.CostClass;

/** One simulated instance: some servers behind one first-come-first-served queue. */
interface Machine {

    int servers();

    /** Mean time of service in milliseconds, at a time in seconds since the trace began. */
    double millis(CostClass costClass, double kilobytes, double seconds);

    /** Probability that a request is refused at once, without being served. */
    default double failure(double seconds) {
        return 0;
    }

    /** A machine that serves every request alike. */
    static Machine plain(int servers, double millis) {
        return new Machine() {
            @Override
            public int servers() {
                return servers;
            }

            @Override
            public double millis(CostClass costClass, double kilobytes, double seconds) {
                return millis;
            }
        };
    }

    /** Fails every request within a millisecond during a part of the trace, and serves as a plain one before and after. */
    static Machine failing(int servers, double millis, double from, double to) {
        return new Machine() {
            @Override
            public int servers() {
                return servers;
            }

            @Override
            public double millis(CostClass costClass, double kilobytes, double seconds) {
                return millis;
            }

            @Override
            public double failure(double seconds) {
                return seconds >= from && seconds < to ? 1 : 0;
            }
        };
    }
}
