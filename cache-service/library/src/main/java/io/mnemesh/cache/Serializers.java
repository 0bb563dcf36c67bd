package io.mnemesh.cache;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Serializers of plain values. Arrays are shared, not copied: treat a cached array as immutable. */
public final class Serializers {

    /** From here on text takes fewer bytes compressed, and little time. */
    public static final int COMPRESS_TEXT_FROM = 4096;

    /** Bytes as they are. */
    public static final CacheSerializer<byte[]> BYTES = new CacheSerializer<>() {
        @Override
        public String fingerprint() {
            return "bytes";
        }

        @Override
        public byte[] serialize(byte[] value) {
            return value;
        }

        @Override
        public byte[] deserialize(byte[] bytes) {
            return bytes;
        }
    };

    /** Vectors, little-endian float32. */
    public static final CacheSerializer<float[]> FLOATS = new CacheSerializer<>() {
        @Override
        public String fingerprint() {
            return "float32-le";
        }

        @Override
        public byte[] serialize(float[] value) {
            var bytes = ByteBuffer.allocate(Math.multiplyExact(value.length, Float.BYTES))
                    .order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(value);
            return bytes.array();
        }

        @Override
        public float[] deserialize(byte[] bytes) {
            if (bytes.length % Float.BYTES != 0) {
                throw new IllegalArgumentException("The length is not a multiple of four.");
            }
            var value = new float[bytes.length / Float.BYTES];
            ByteBuffer.wrap(bytes)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(value);
            return value;
        }
    };

    /** Text, UTF-8. */
    public static final CacheSerializer<String> TEXT = new CacheSerializer<>() {
        @Override
        public String fingerprint() {
            return "utf-8";
        }

        @Override
        public int compressFrom() {
            return COMPRESS_TEXT_FROM;
        }

        @Override
        public byte[] serialize(String value) {
            return value.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String deserialize(byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    };

    private Serializers() {}
}
