package io.mnemesh.realtime.filter;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a field is compared, under the names of the Centrifuge protocol. What is not there is only different, or not there. */
enum Comparison {
    EQ("eq"),
    NEQ("neq"),
    IN("in"),
    NIN("nin"),
    EX("ex"),
    NEX("nex"),
    SW("sw"),
    EW("ew"),
    CT("ct"),
    LT("lt"),
    LTE("lte"),
    GT("gt"),
    GTE("gte");

    /** A longer text is no number here, since reading it would take long. */
    private static final int LONGEST_NUMBER = 64;

    private final String wire;

    Comparison(String wire) {
        this.wire = wire;
    }

    static Optional<Comparison> of(String wire) {
        for (Comparison comparison : values()) {
            if (comparison.wire.equals(wire)) {
                return Optional.of(comparison);
            }
        }
        return Optional.empty();
    }

    String wire() {
        return wire;
    }

    /** Whether it compares with several values. */
    boolean isSet() {
        return this == IN || this == NIN;
    }

    /** Whether it compares with nothing. */
    boolean isUnary() {
        return this == EX || this == NEX;
    }

    boolean isNumeric() {
        return this == LT || this == LTE || this == GT || this == GTE;
    }

    /**
     * @param field  the field's text; null if the message has none
     * @param values what it is compared with
     */
    boolean holds(@Nullable String field, List<String> values) {
        return switch (this) {
            case EX -> field != null;
            case NEX -> field == null;
            case IN, EQ -> field != null && values.contains(field);
            case NIN, NEQ -> field == null || !values.contains(field);
            case SW -> field != null && field.startsWith(values.getFirst());
            case EW -> field != null && field.endsWith(values.getFirst());
            case CT -> field != null && field.contains(values.getFirst());
            case LT, LTE, GT, GTE -> ordered(field, values.getFirst());
        };
    }

    private boolean ordered(@Nullable String field, String value) {
        BigDecimal left = number(field);
        BigDecimal right = number(value);
        if (left == null || right == null) {
            return false;
        }
        int order = left.compareTo(right);
        return switch (this) {
            case LT -> order < 0;
            case LTE -> order <= 0;
            case GT -> order > 0;
            default -> order >= 0;
        };
    }

    /** The number a text is; null if it is none. */
    static @Nullable BigDecimal number(@Nullable String text) {
        if (text == null || text.length() > LONGEST_NUMBER) {
            return null;
        }
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
