package io.mnemesh.intelligence.errors.mining;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One frame of a stack trace, whatever language printed it.
 *
 * @param name        function, without arguments, line, column and generated parts
 * @param application false for frames of runtimes, well-known frameworks and generated code
 */
record Frame(String name, boolean application) {

    private static final List<Reader> READERS = List.of(
            JvmFrames::read,
            ScriptFrames::readV8,
            DotNetFrames::read,
            PythonFrames::read,
            GoFrames::read,
            RubyFrames::read,
            ScriptFrames::readAt);

    /** The rule of one format. */
    private interface Reader {

        @Nullable
        Frame read(String line, String next);
    }

    /** A frame of code that nobody wrote, or that belongs to nobody in particular. */
    static Frame foreign(String name) {
        return new Frame(printable(name), false);
    }

    static Frame own(String name) {
        return new Frame(printable(name), true);
    }

    /**
     * The frame that a line tells of, or null if it is none.
     *
     * @param line without white space at its ends
     * @param next the line after it, as it is
     */
    static @Nullable Frame read(String line, String next) {
        if (line.isEmpty()) {
            return null;
        }
        for (Reader reader : READERS) {
            Frame frame = reader.read(line, next);
            if (frame != null) {
                return frame;
            }
        }
        return null;
    }

    private static String printable(String name) {
        var out = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            out.append(c <= ' ' || c == Masking.GLUE ? ' ' : c);
        }
        return out.toString();
    }
}
