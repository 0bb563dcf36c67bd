package io.mnemesh.cache.prefetch;

import org.jspecify.annotations.Nullable;

/**
 * A key as one of many that are alike but for their last number.
 *
 * @param family what they have in common
 * @param number not negative
 */
record Numbered(Family family, long number) {

    private static final int MOST_DIGITS = 18;

    /**
     * What stands around the last number of a key.
     *
     * @param width digits of numbers that begin with zeros, 0 for numbers that do not
     */
    record Family(String before, int width, String after) {

        /** The key with that number; null if there is none. */
        @Nullable
        String key(long number) {
            if (number < 0) {
                return null;
            }
            String digits = String.valueOf(number);
            if (width == 0) {
                return before + digits + after;
            }
            return digits.length() > width ? null : before + "0".repeat(width - digits.length()) + digits + after;
        }
    }

    /** Null for a key without a number, and for one whose number is too great to count with. */
    static @Nullable Numbered of(String key) {
        int end = key.length();
        while (end > 0 && !isDigit(key.charAt(end - 1))) {
            end--;
        }
        int start = end;
        while (start > 0 && isDigit(key.charAt(start - 1))) {
            start--;
        }
        int digits = end - start;
        if (digits == 0 || digits > MOST_DIGITS) {
            return null;
        }
        boolean padded = digits > 1 && key.charAt(start) == '0';
        var family = new Family(key.substring(0, start), padded ? digits : 0, key.substring(end));
        return new Numbered(family, Long.parseLong(key, start, end, 10));
    }

    private static boolean isDigit(char letter) {
        return letter >= '0' && letter <= '9';
    }
}
