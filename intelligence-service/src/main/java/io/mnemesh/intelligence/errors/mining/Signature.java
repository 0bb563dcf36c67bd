package io.mnemesh.intelligence.errors.mining;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * What errors of one group have in common, as far as one error shows it.
 *
 * @param exact  true for the fingerprint of a stack, which is never mined for variables
 * @param tokens masked tokens
 */
public record Signature(boolean exact, List<String> tokens) {

    private static final String SEPARATOR = "\n";

    public Signature {
        tokens = List.copyOf(tokens);
    }

    static Signature mined(List<String> tokens) {
        return new Signature(false, tokens);
    }

    /** The signature that {@link #text()} gave. */
    public static Signature of(boolean exact, String text) {
        return new Signature(exact, text.isEmpty() ? List.of() : List.of(text.split(SEPARATOR, -1)));
    }

    /** Form to be stored. */
    public String text() {
        return String.join(SEPARATOR, tokens);
    }

    /** Fixed-length key: equal for equal signatures only. */
    public String key() {
        try {
            byte[] text = ((exact ? "e" : "m") + text()).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }

    /** For people to read; {@code <*>} stands for variable parts. */
    public String template() {
        return Masking.join(tokens);
    }
}
