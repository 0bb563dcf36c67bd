package io.mnemesh.embeddings.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A text with the tokens and the vector that another program found for it.
 *
 * @param text   the whole text
 * @param tokens what the model reads of it, special tokens included
 * @param vector its vector
 */
record ReferenceVector(String text, int[] tokens, double[] vector) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Reads a list of objects with the members {@code text}, {@code tokens} and {@code vector}. */
    static List<ReferenceVector> read(Path file) throws IOException {
        var vectors = new ArrayList<ReferenceVector>();
        for (JsonNode one : JSON.readTree(file.toFile())) {
            vectors.add(new ReferenceVector(
                    one.path("text").asText(),
                    JSON.convertValue(one.path("tokens"), int[].class),
                    JSON.convertValue(one.path("vector"), double[].class)));
        }
        return vectors;
    }
}
