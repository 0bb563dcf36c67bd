package io.mnemesh.embeddings.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import io.mnemesh.mesh.problem.ProblemException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** How a vector is written into the answer. */
enum VectorFormat {
    /** A JSON array of the shortest decimals that read back as the same float32. */
    FLOAT {
        @Override
        void write(JsonGenerator json, float[] vector) throws IOException {
            json.writeStartArray();
            for (float value : vector) {
                json.writeNumber(value);
            }
            json.writeEndArray();
        }
    },
    /** Base64 of the little-endian float32 values. */
    BASE64 {
        @Override
        void write(JsonGenerator json, float[] vector) throws IOException {
            var bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(vector);
            json.writeBinary(bytes.array());
        }
    };

    abstract void write(JsonGenerator json, float[] vector) throws IOException;

    /** @throws ProblemException {@code invalid-value} for another name */
    static VectorFormat of(@Nullable String name) {
        return switch (name) {
            case null -> FLOAT;
            case "float" -> FLOAT;
            case "base64" -> BASE64;
            default -> throw ProblemException.invalid("encoding_format", "The format is float or base64.");
        };
    }
}
