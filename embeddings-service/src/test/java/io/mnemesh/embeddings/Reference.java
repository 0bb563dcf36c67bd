package io.mnemesh.embeddings;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;

/** A text with its tokens and vector as a program computed them that shares no code with this service. */
public record Reference(String text, int[] tokens, double[] vector) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Those of the built-in model. */
    public static List<Reference> all() {
        try (InputStream json = Reference.class.getResourceAsStream("/reference/all-MiniLM-L6-v2.json")) {
            return JSON.readValue(json, new TypeReference<>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those of a tiny model. */
    public static List<Reference> of(String model) {
        try (InputStream json =
                Files.newInputStream(TestModels.FOLDER.resolve(model).resolve("reference.json"))) {
            return JSON.readValue(json, new TypeReference<>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return text.length() > 30 ? text.substring(0, 30) + "…" : text;
    }
}
