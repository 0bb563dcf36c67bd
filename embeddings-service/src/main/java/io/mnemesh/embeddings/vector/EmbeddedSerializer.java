package io.mnemesh.embeddings.vector;

import io.mnemesh.cache.CacheSerializer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Little-endian: int tokens, int total, then the vector as float32. Bit patterns survive unchanged. */
final class EmbeddedSerializer implements CacheSerializer<Embedded> {

    private static final int HEADER = 2 * Integer.BYTES;

    @Override
    public String fingerprint() {
        return "embedded-1";
    }

    @Override
    public byte[] serialize(Embedded value) {
        var bytes = ByteBuffer.allocate(HEADER + value.vector().length * Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value.tokens())
                .putInt(value.total());
        bytes.asFloatBuffer().put(value.vector());
        return bytes.array();
    }

    @Override
    public Embedded deserialize(byte[] bytes) {
        if (bytes.length <= HEADER || bytes.length % Float.BYTES != 0) {
            throw new IllegalArgumentException("The length is not that of a vector.");
        }
        var in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int tokens = in.getInt();
        int total = in.getInt();
        var vector = new float[in.remaining() / Float.BYTES];
        in.asFloatBuffer().get(vector);
        return new Embedded(vector, tokens, total);
    }
}
