package io.mnemesh.intelligence.errors.mining;

/** Names of source files as they are the same in every build. */
final class Paths {

    private static final int HASH = 8;
    private static final int HEX = 6;

    private Paths() {}

    /** Last part of a path, without query, line, column and the hash that bundlers add. */
    static String file(String path) {
        String file = path;
        for (char end : new char[] {'?', '#'}) {
            int at = file.indexOf(end);
            file = at > 0 ? file.substring(0, at) : file;
        }
        file = file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
        int colon = file.indexOf(':');
        return withoutHash(colon > 0 ? file.substring(0, colon) : file);
    }

    /** Whether a text ends with {@code :line:column}. */
    static boolean hasLineAndColumn(String place) {
        int column = number(place, place.length());
        return column > 0 && number(place, column) > 0;
    }

    /** Where the {@code :number} before an end begins, or -1. */
    private static int number(String text, int end) {
        int at = end;
        while (at > 0 && Characters.isDigit(text.charAt(at - 1))) {
            at--;
        }
        return at < end && at > 0 && text.charAt(at - 1) == ':' ? at - 1 : -1;
    }

    private static String withoutHash(String file) {
        int extension = file.lastIndexOf('.');
        if (extension <= 0) {
            return file;
        }
        String stem = file.substring(0, extension);
        int mark = Math.max(stem.lastIndexOf('.'), stem.lastIndexOf('-'));
        return mark > 0 && isHash(stem, mark + 1) ? stem.substring(0, mark) + file.substring(extension) : file;
    }

    private static boolean isHash(String stem, int from) {
        boolean hex = true;
        for (int i = from; i < stem.length(); i++) {
            char c = stem.charAt(i);
            if (!Characters.isIdentifier(c)) {
                return false;
            }
            hex &= Characters.isHex(c);
        }
        int length = stem.length() - from;
        return Characters.hasDigit(stem, from, stem.length()) && length >= (hex ? HEX : HASH);
    }
}
