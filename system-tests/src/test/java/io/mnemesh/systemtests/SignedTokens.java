package io.mnemesh.systemtests;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Tokens as the gateway signs them, of a key that was made for one test. */
final class SignedTokens {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String KEY_ID = "test";
    private static final int COORDINATE_BYTES = 32;
    private static final long LIFETIME_SECONDS = 7200;

    private final KeyPair key;

    SignedTokens() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            key = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The public key as a JSON Web Key Set. */
    String jwks() {
        var point = ((ECPublicKey) key.getPublic()).getW();
        return json(Map.of(
                "keys",
                List.of(Map.of(
                        "kty", "EC",
                        "crv", "P-256",
                        "use", "sig",
                        "alg", "ES256",
                        "kid", KEY_ID,
                        "x", base64(coordinate(point.getAffineX())),
                        "y", base64(coordinate(point.getAffineY()))))));
    }

    String of(String tenant, String user, String... roles) {
        long now = Instant.now().getEpochSecond();
        String signed = part(Map.of("alg", "ES256", "kid", KEY_ID, "typ", "JWT"))
                + "."
                + part(Map.of(
                        "iss",
                        "mnemesh",
                        "aud",
                        "mnemesh",
                        "sub",
                        user,
                        "tenant",
                        tenant,
                        "groups",
                        List.of(roles),
                        "jti",
                        UUID.randomUUID().toString(),
                        "iat",
                        now,
                        "exp",
                        now + LIFETIME_SECONDS));
        try {
            var signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(key.getPrivate());
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + base64(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] coordinate(BigInteger number) {
        var fixed = new byte[COORDINATE_BYTES];
        byte[] bytes = number.toByteArray();
        int length = Math.min(bytes.length, COORDINATE_BYTES);
        System.arraycopy(bytes, bytes.length - length, fixed, COORDINATE_BYTES - length, length);
        return fixed;
    }

    private static String part(Map<String, ?> claims) {
        return base64(json(claims).getBytes(StandardCharsets.UTF_8));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
