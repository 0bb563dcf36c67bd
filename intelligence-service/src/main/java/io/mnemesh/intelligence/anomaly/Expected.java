package io.mnemesh.intelligence.anomaly;

/** The value that was expected, and the range it was expected in; in the unit of the series. */
public record Expected(double value, double low, double high) {

    static final Expected NOTHING = new Expected(0, 0, 0);
}
