package io.mnemesh.cache.declarative;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parts of a key as one text: parts are parted by {@code /}; in a part {@code %}, {@code /} and U+0000 are written as
 * {@code %25}, {@code %2F} and {@code %00}. No part at all is {@code *}, null is {@code %n}, the empty text {@code %e}. So
 * keys of equally many parts are equal only if their parts are.
 */
final class KeyText {

    private static final String NO_PARTS = "*";

    private KeyText() {}

    static String of(List<? extends @Nullable Object> parts) {
        if (parts.isEmpty()) {
            return NO_PARTS;
        }
        var key = new StringBuilder();
        for (int i = 0; i < parts.size(); i++) {
            if (i > 0) {
                key.append('/');
            }
            append(key, parts.get(i));
        }
        return key.toString();
    }

    /** Writes one part. */
    static void append(StringBuilder key, @Nullable Object part) {
        if (part == null) {
            key.append("%n");
            return;
        }
        String text = part instanceof Enum<?> constant ? constant.name() : part.toString();
        if (text.isEmpty()) {
            key.append("%e");
            return;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '%' -> key.append("%25");
                case '/' -> key.append("%2F");
                case '\0' -> key.append("%00");
                default -> key.append(c);
            }
        }
    }
}
