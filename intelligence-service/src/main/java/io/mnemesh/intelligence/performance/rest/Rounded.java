package io.mnemesh.intelligence.performance.rest;

import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers as they are shown: with six significant digits. */
public final class Rounded {

    private static final MathContext DIGITS = new MathContext(6);

    private Rounded() {}

    public static double of(double value) {
        return Double.isFinite(value) ? new BigDecimal(value).round(DIGITS).doubleValue() : value;
    }
}
