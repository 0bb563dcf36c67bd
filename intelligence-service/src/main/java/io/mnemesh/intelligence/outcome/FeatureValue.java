package io.mnemesh.intelligence.outcome;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What is known of one feature of a decision. A value that is not known is left out. */
public sealed interface FeatureValue {

    /** Longest text that is looked at, in characters; of a longer one the rest is left out. */
    int LONGEST = 4_000;

    /** A finite number. */
    record Amount(double value) implements FeatureValue {
        @Override
        public String text() {
            return value == Math.rint(value) && Math.abs(value) < 1e15
                    ? String.valueOf((long) value)
                    : String.valueOf(value);
        }
    }

    /** A category, a yes or no, or a text. */
    record Words(String value) implements FeatureValue {
        public Words {
            value = value.length() > LONGEST ? value.substring(0, LONGEST) : value;
        }

        @Override
        public String text() {
            return value;
        }
    }

    /** The value as it is shown and compared as a category. */
    String text();

    static FeatureValue of(boolean value) {
        return new Words(String.valueOf(value));
    }

    /** A number; null, that is unknown, if it is none or infinite. */
    static @Nullable FeatureValue of(double value) {
        return Double.isFinite(value) ? new Amount(value) : null;
    }

    /** What a text says: a number, a yes or no, or words; null, that is unknown, if it says nothing. */
    static @Nullable FeatureValue parse(String told) {
        String text = told.strip();
        if (text.isEmpty()) {
            return null;
        }
        char first = text.charAt(0);
        if (Character.isDigit(first) || first == '-' || first == '+' || first == '.') {
            try {
                char last = text.charAt(text.length() - 1);
                return Character.isDigit(last) || last == '.' ? of(Double.parseDouble(text)) : new Words(text);
            } catch (NumberFormatException e) {
                return new Words(text);
            }
        }
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "nan", "null", "infinity" -> null;
            case "true" -> of(true);
            case "false" -> of(false);
            default -> new Words(text);
        };
    }
}
