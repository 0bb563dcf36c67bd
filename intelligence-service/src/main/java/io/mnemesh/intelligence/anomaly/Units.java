package io.mnemesh.intelligence.anomaly;

/** The unit that differences are measured in. */
final class Units {

    /** Share of the level that a difference must have to be one: below it a constant series is constant. */
    private static final double OF_LEVEL = 0.02;

    private static final double LEAST = 1e-9;

    private Units() {}

    /** The deviation, but never so little that noise of a constant series looks large. */
    static double of(double deviation, double level) {
        return Math.max(deviation, Math.max(LEAST, OF_LEVEL * Math.abs(level)));
    }
}
