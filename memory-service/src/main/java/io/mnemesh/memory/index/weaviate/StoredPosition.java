package io.mnemesh.memory.index.weaviate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mnemesh.mesh.stream.Cursor;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Optional;
import java.util.UUID;

/**
 * What is stored beside the memories.
 *
 * @param format     form of properties and analysis
 * @param dimensions length of vectors
 * @param generation number of the latest rebuild
 * @param rebuilding true while a rebuild has not ended
 * @param cursor     how far the log is taken in
 */
record StoredPosition(int format, int dimensions, long generation, boolean rebuilding, Cursor cursor) {

    /** The one property of its object. */
    static final String PROPERTY = "position";

    static final UUID ID = UUID.nameUUIDFromBytes("position".getBytes(StandardCharsets.UTF_8));

    String encode(JsonMapper json) {
        ObjectNode node = json.createObjectNode()
                .put("format", format)
                .put("dimensions", dimensions)
                .put("generation", generation)
                .put("rebuilding", rebuilding);
        ObjectNode positions = node.putObject("positions");
        cursor.positions().forEach((partition, id) -> positions.put(Integer.toString(partition), id));
        return node.toString();
    }

    /** Empty if it is not what {@link #encode} made. */
    static Optional<StoredPosition> decode(JsonMapper json, String text) {
        try {
            JsonNode node = json.readTree(text);
            var positions = new HashMap<Integer, String>();
            for (var entry : node.path("positions").properties()) {
                positions.put(Integer.valueOf(entry.getKey()), entry.getValue().asText());
            }
            return Optional.of(new StoredPosition(
                    node.path("format").asInt(-1),
                    node.path("dimensions").asInt(-1),
                    node.path("generation").asLong(),
                    node.path("rebuilding").asBoolean(true),
                    new Cursor(positions)));
        } catch (JsonProcessingException | NumberFormatException e) {
            return Optional.empty();
        }
    }
}
