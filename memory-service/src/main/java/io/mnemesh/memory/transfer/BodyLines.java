package io.mnemesh.memory.transfer;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a body, separated by line feeds with or without carriage returns; the last one need not end. O(bytes).
 */
public final class BodyLines {

    /** Longest line, in bytes. */
    static final int LONGEST = 256 * 1024;

    private BodyLines() {}

    /**
     * A line.
     *
     * @param number 1 for the first of the import
     * @param text   what it says; null if it is too long, no UTF-8, or has a character that cannot be stored
     */
    record Line(long number, @Nullable String text) {

        boolean blank() {
            return text != null && text.isBlank();
        }
    }

    /** @param first number of the first line */
    static List<Line> of(byte[] body, long first) {
        var lines = new ArrayList<Line>();
        int start = 0;
        for (int i = 0; i <= body.length; i++) {
            boolean ends = i == body.length ? i > start : body[i] == '\n';
            if (ends) {
                int end = i > start && body[i - 1] == '\r' ? i - 1 : i;
                lines.add(new Line(first + lines.size(), text(body, start, end)));
                start = i + 1;
            }
        }
        return lines;
    }

    private static @Nullable String text(byte[] body, int start, int end) {
        if (end - start > LONGEST) {
            return null;
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body, start, end - start))
                    .toString();
            return text.indexOf('\0') < 0 ? text : null;
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
