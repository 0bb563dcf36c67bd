package io.mnemesh.embeddings;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** A text with its tokens and vector as {@code reference/make_reference.py} computed them. */
public record Reference(String text, int[] tokens, double[] vector) {

    public static List<Reference> all() {
        try (InputStream json = Reference.class.getResourceAsStream("/reference/minilm.json")) {
            return new ObjectMapper().readValue(json, new TypeReference<>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return text.length() > 30 ? text.substring(0, 30) + "…" : text;
    }
}
