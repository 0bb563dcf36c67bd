package io.mnemesh.realtime.session;

import io.mnemesh.testing.identity.TestTokens;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;

/** Subscription tokens as the gateway makes them for a backend, and such as an attacker makes them. */
final class GrantTokens {

    private GrantTokens() {}

    /** A good one, granted by an account with the role {@code backend}. */
    static String of(String tenant, String user, String channel) {
        return TestTokens.granting(tenant, user, channel, Map.of());
    }

    /** A good one that ends after this time, whole seconds. */
    static String lasting(String tenant, String user, String channel, Duration lifetime) {
        return with(tenant, user, channel, "exp", Instant.now().plus(lifetime).getEpochSecond());
    }

    /** One that takes an option away. */
    static String without(String tenant, String user, String channel, String option) {
        return with(tenant, user, channel, "override", Map.of(option, Map.of("value", false)));
    }

    /** A well-signed one with another claim. */
    static String with(String tenant, String user, String channel, String claim, Object value) {
        return TestTokens.granting(tenant, user, channel, Map.of(claim, value));
    }

    /** The same claims, not signed at all. */
    static String unsigned(String token) {
        return encode("{\"alg\":\"none\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8)) + "."
                + token.split("\\.", -1)[1] + ".";
    }

    /** The same head and claims, signed with another key. */
    static String signedByAnother(String token) throws GeneralSecurityException {
        String signed = token.substring(0, token.lastIndexOf('.'));
        KeyPairGenerator pairs = KeyPairGenerator.getInstance("EC");
        pairs.initialize(new ECGenParameterSpec("secp256r1"));
        Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initSign(pairs.generateKeyPair().getPrivate());
        signature.update(signed.getBytes(StandardCharsets.US_ASCII));
        return signed + "." + encode(signature.sign());
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
