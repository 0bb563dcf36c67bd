package io.mnemesh.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import io.mnemesh.launcher.client.MnemeshClient;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** The vectors of a corpus by position, outside the heap so that a million of them do not need another one. */
final class VectorTable {

    /** Of the default model. */
    static final int DIMENSIONS = 384;

    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT;
    private static final long ROW = (long) DIMENSIONS * Float.BYTES;

    private final int size;
    private final MemorySegment rows;

    VectorTable(int size) {
        this.size = size;
        this.rows = Arena.ofAuto().allocate(size * ROW, FLOAT.byteAlignment());
    }

    int size() {
        return size;
    }

    void set(int position, float[] vector) {
        if (vector.length != DIMENSIONS) {
            throw new IllegalArgumentException("A vector has " + vector.length + " dimensions.");
        }
        MemorySegment.copy(vector, 0, rows, FLOAT, position * ROW, DIMENSIONS);
    }

    float[] of(int position) {
        var vector = new float[DIMENSIONS];
        MemorySegment.copy(rows, FLOAT, position * ROW, vector, 0, DIMENSIONS);
        return vector;
    }

    /** The inner product of a row with a vector: their cosine, since all have length 1. */
    double cosine(int position, float[] vector) {
        long at = (long) position * DIMENSIONS;
        float even = 0;
        float odd = 0;
        for (int i = 0; i < DIMENSIONS; i += 2) {
            even = Math.fma(rows.getAtIndex(FLOAT, at + i), vector[i], even);
            odd = Math.fma(rows.getAtIndex(FLOAT, at + i + 1), vector[i + 1], odd);
        }
        return even + odd;
    }

    /** The vectors of texts as the mesh embeds them. */
    static List<float[]> embed(MnemeshClient client, List<String> texts) {
        JsonNode answer = client.post("/v1/embeddings", Map.of("input", texts, "encoding_format", "base64"))
                .ok();
        var found = new ArrayList<float[]>(texts.size());
        for (JsonNode each : answer.path("data")) {
            found.add(floats(Base64.getDecoder().decode(each.path("embedding").asText())));
        }
        return found;
    }

    /** Little-endian float32, as the mesh has them in rows and answers. */
    static float[] floats(byte[] bytes) {
        var vector = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
        return vector;
    }

    static byte[] bytes(float[] vector) {
        var bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        return bytes.array();
    }
}
