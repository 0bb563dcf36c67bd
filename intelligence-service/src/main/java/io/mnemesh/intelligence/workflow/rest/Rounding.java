package io.mnemesh.intelligence.workflow.rest;

/** Numbers as they are shown. */
final class Rounding {

    private Rounding() {}

    /** Four digits after the point. */
    static double of(double value) {
        return Math.rint(value * 10_000) / 10_000;
    }

    /** Seconds of milliseconds. */
    static double seconds(double millis) {
        return Math.rint(millis) / 1000;
    }

    /** A part of all; 0 of nothing. */
    static double share(long part, long all) {
        return all == 0 ? 0 : of((double) part / all);
    }
}
