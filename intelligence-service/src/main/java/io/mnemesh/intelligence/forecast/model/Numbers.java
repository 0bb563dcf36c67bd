package io.mnemesh.intelligence.forecast.model;

/** Numbers that stay numbers. */
final class Numbers {

    private Numbers() {}

    /** The nearest finite value. */
    static double bounded(double value) {
        return Math.clamp(value, -Double.MAX_VALUE, Double.MAX_VALUE);
    }
}
