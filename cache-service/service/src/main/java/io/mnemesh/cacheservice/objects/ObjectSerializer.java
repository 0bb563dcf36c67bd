package io.mnemesh.cacheservice.objects;

import io.mnemesh.cache.CacheSerializer;
import io.mnemesh.cache.Serializers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** {@link CachedObject} as bytes: twice a 2-byte length and UTF-8, for content type and validator, then the body. */
enum ObjectSerializer implements CacheSerializer<CachedObject> {
    INSTANCE;

    @Override
    public String fingerprint() {
        return "object-1";
    }

    @Override
    public int compressFrom() {
        return Serializers.COMPRESS_TEXT_FROM;
    }

    @Override
    public byte[] serialize(CachedObject object) {
        byte[] type = object.contentType().getBytes(StandardCharsets.UTF_8);
        byte[] etag = object.etag().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(2 * Short.BYTES + type.length + etag.length + object.body().length)
                .putShort((short) type.length)
                .put(type)
                .putShort((short) etag.length)
                .put(etag)
                .put(object.body())
                .array();
    }

    @Override
    public CachedObject deserialize(byte[] bytes) {
        var in = ByteBuffer.wrap(bytes);
        String type = text(in);
        String etag = text(in);
        var body = new byte[in.remaining()];
        in.get(body);
        return new CachedObject(type, etag, body);
    }

    private static String text(ByteBuffer in) {
        var utf8 = new byte[Short.toUnsignedInt(in.getShort())];
        in.get(utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
