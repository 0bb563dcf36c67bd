package io.mnemesh.intelligence.errors.mining;

/** The classes of characters that masking tells apart. */
final class Characters {

    private Characters() {}

    /** White space and everything a line of text should not hold: control characters and {@link Masking#GLUE}. */
    static boolean isSpace(char c) {
        return c <= ' ' || c == '\u00a0' || c == Masking.GLUE || c == '\u007f';
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isHex(char c) {
        return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }

    static boolean isIdentifier(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '$';
    }

    /** A dash between two parts of one identifier. */
    static boolean isInnerDash(String text, int at, int end) {
        return text.charAt(at) == '-' && at + 1 < end && isIdentifier(text.charAt(at + 1));
    }

    static boolean isPath(char c) {
        return isIdentifier(c) || "/\\.-_~+%@*#".indexOf(c) >= 0;
    }

    static boolean hasDigit(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (isDigit(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }
}
