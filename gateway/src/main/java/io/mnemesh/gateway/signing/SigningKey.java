package io.mnemesh.gateway.signing;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.security.PrivateKey;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * A P-256 key pair that signs the mesh's tokens.
 *
 * @param id        what tokens name it by
 * @param createdAt when it was made, to the microsecond
 */
public record SigningKey(String id, ECPublicKey publicKey, PrivateKey privateKey, Instant createdAt) {

    private static final int COORDINATE_BYTES = 32;

    /** The public halves as a JSON Web Key Set (RFC 7517). */
    static String jwks(List<SigningKey> keys) {
        var set = new JsonArray();
        keys.forEach(key -> set.add(key.jwk()));
        return new JsonObject().put("keys", set).encode();
    }

    private JsonObject jwk() {
        return new JsonObject()
                .put("kty", "EC")
                .put("crv", "P-256")
                .put("alg", "ES256")
                .put("use", "sig")
                .put("kid", id)
                .put("x", coordinate(publicKey.getW().getAffineX()))
                .put("y", coordinate(publicKey.getW().getAffineY()));
    }

    private static String coordinate(BigInteger value) {
        byte[] bytes = value.toByteArray();
        var fixed = new byte[COORDINATE_BYTES];
        int from = Math.max(0, bytes.length - COORDINATE_BYTES);
        int length = bytes.length - from;
        System.arraycopy(bytes, from, fixed, COORDINATE_BYTES - length, length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(fixed);
    }

    @Override
    public String toString() {
        return "SigningKey[" + id + "]";
    }

    /** The id of a key: the first bytes of the SHA-256 of its public half. */
    static String idOf(ECPublicKey publicKey) {
        byte[] digest = Sha256.of(publicKey.getEncoded());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, 12));
    }
}
