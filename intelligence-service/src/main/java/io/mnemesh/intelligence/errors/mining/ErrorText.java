package io.mnemesh.intelligence.errors.mining;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An error as its text tells of it: a stack trace reduced to exception, message and the frames of the application
 * itself, or a plain message.
 *
 * <p>Reading, masking and fingerprints together are one algorithm with the number {@link #ALGORITHM}. Whoever changes what
 * signature a text gets raises it, so that what was learned by the former one is read again.
 *
 * @param exception type of the exception that began it; null for a plain message
 * @param message   what it says
 * @param frames    frames of the application, innermost first, without line numbers; empty for a plain message
 * @param cut       true if the text was longer than what is looked at
 */
public record ErrorText(@Nullable String exception, String message, List<String> frames, boolean cut) {

    /** Version of the algorithm that makes signatures of texts. */
    public static final int ALGORITHM = 2;

    /** Characters that are looked at: where a trace begins, and where its last cause is. */
    public static final int MAX_TEXT = 256 * 1024;

    private static final int MAX_END = MAX_TEXT / 4;
    private static final int MAX_TOKENS = 128;
    private static final int MAX_FRAMES = 5;
    private static final int MAX_SUMMARY = 2_000;

    public ErrorText {
        frames = List.copyOf(frames);
    }

    /** Reads a text of any length; of what is beyond {@link #MAX_TEXT} characters the middle is not looked at. */
    public static ErrorText read(String text) {
        return StackTraceReader.read(storable(bounded(text)), text.length() > MAX_TEXT);
    }

    /** The part of a text that is looked at. */
    public static String bounded(String text) {
        if (text.length() <= MAX_TEXT) {
            return text;
        }
        String begin = start(text, MAX_TEXT - MAX_END - 1);
        String end = text.substring(text.length() - MAX_END);
        return begin + "\n" + (Character.isLowSurrogate(end.charAt(0)) ? end.substring(1) : end);
    }

    static Signature lineSignature(String line) {
        return Signature.mined(Masking.tokens(line, MAX_TOKENS));
    }

    /** What it is grouped by: the exception and where it came from, or else what the message says. */
    public Signature signature() {
        if (exception != null && !frames.isEmpty()) {
            var tokens = new ArrayList<String>();
            tokens.add(exception);
            frames.stream().limit(MAX_FRAMES).forEach(frame -> tokens.add("at " + frame));
            return new Signature(true, tokens);
        }
        return lineSignature(exception == null ? message : exception + ": " + message);
    }

    /**
     * What is compared with other errors: exception, message and frames in at most 2,000 characters. Variables are left
     * out, for ids and times say nothing about what went wrong.
     */
    public String summary() {
        var summary = new StringBuilder();
        if (exception != null) {
            summary.append(exception).append(": ");
        }
        String constant = lineSignature(message)
                .template()
                .replace(Masking.WILD, " ")
                .replaceAll(" +", " ")
                .strip();
        summary.append(constant.isEmpty() ? message.strip() : constant);
        frames.stream()
                .limit(MAX_FRAMES)
                .forEach(frame -> summary.append("\nat ").append(frame));
        return start(summary.toString(), MAX_SUMMARY);
    }

    /** At most so many characters, and no half of one. */
    private static String start(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
    }

    /** The text as it comes back from a database: without NUL and halves of characters. */
    private static String storable(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).replace('\0', ' ');
    }
}
