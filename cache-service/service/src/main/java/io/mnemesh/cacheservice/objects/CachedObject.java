package io.mnemesh.cacheservice.objects;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a client put: bytes and what they are.
 *
 * @param contentType as it was sent
 * @param etag        strong validator, without quotes
 */
public record CachedObject(String contentType, String etag, byte[] body) {

    private static final int ETAG_BYTES = 16;

    /** The object with the validator of its bytes and type. */
    public static CachedObject of(String contentType, byte[] body) {
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(contentType.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            sha256.update((byte) 0);
            return new CachedObject(contentType, HexFormat.of().formatHex(sha256.digest(body), 0, ETAG_BYTES), body);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every Java platform has SHA-256.", e);
        }
    }
}
