package io.mnemesh.intelligence.performance;

import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers in sentences. */
final class Figures {

    private static final MathContext DIGITS = new MathContext(4);

    private Figures() {}

    /** Four significant digits, without an exponent where it can be read without. */
    static String of(double value) {
        BigDecimal rounded = new BigDecimal(value).round(DIGITS).stripTrailingZeros();
        return Math.abs(rounded.scale()) > 12 ? rounded.toString() : rounded.toPlainString();
    }

    /** A change in percent of where it began, with its sign; empty from zero. */
    static String percent(double from, double to) {
        return from == 0 ? "" : " (%+.0f %%)".formatted(100 * (to - from) / Math.abs(from));
    }
}
