package io.mnemesh.intelligence.errors.ranking;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Embeddings as stored: little-endian float32, L2-normalised. */
public final class Vectors {

    private Vectors() {}

    public static byte[] encode(float[] vector) {
        var bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        return bytes.array();
    }

    public static float[] decode(byte[] bytes) {
        var vector = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
        return vector;
    }

    /** Cosine similarity of normalised vectors, 0 for opposite or unrelated ones or vectors of different models. */
    public static double similarity(float[] a, float[] b) {
        if (a.length != b.length) {
            return 0;
        }
        double dot = 0;
        for (int i = 0; i < a.length; i++) {
            dot += a[i] * b[i];
        }
        return Math.clamp(dot, 0, 1);
    }
}
