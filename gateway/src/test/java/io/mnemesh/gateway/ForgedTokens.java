package io.mnemesh.gateway;

import static io.restassured.RestAssured.given;

import io.mnemesh.testing.identity.TestTokens;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Tokens of an attacker who has a token of the mesh and its public keys: each with the reason it is to be refused for. */
final class ForgedTokens {

    private ForgedTokens() {}

    /** What is wrong with a token, to the token. */
    static Map<String, String> of(String good) throws GeneralSecurityException {
        String[] parts = good.split("\\.", -1);
        JsonObject head = json(parts[0]);
        String operator = encode(json(parts[1])
                .put("sub", "root")
                .put("groups", new JsonArray().add("admin").add("operator")));
        JsonObject jwk = new JsonObject(given().get("/.well-known/jwks.json").asString())
                .getJsonArray("keys")
                .getJsonObject(0);
        KeyPair p256 = pair("secp256r1");
        KeyPair p384 = pair("secp384r1");
        var forged = new LinkedHashMap<String, String>();
        forged.put("no algorithm", encode(head.copy().put("alg", "none")) + "." + operator + ".");
        forged.put("no algorithm, oddly spelled", encode(head.copy().put("alg", "nOnE")) + "." + operator + ".");
        forged.put("no signature", parts[0] + "." + operator + ".");
        forged.put("the signature of other claims", parts[0] + "." + operator + "." + parts[2]);
        forged.put("a signature of zeros", parts[0] + "." + operator + "." + base64(new byte[64]));
        forged.put("HMAC with the public key", hmac(head, operator, jwk.encode().getBytes(StandardCharsets.UTF_8)));
        forged.put(
                "HMAC with a coordinate",
                hmac(head, operator, Base64.getUrlDecoder().decode(jwk.getString("x"))));
        forged.put("another key under the same name", signed(head, operator, p256.getPrivate(), "SHA256", "ES256"));
        forged.put("another curve", signed(head, operator, p384.getPrivate(), "SHA384", "ES384"));
        forged.put(
                "a name of a key that is a path",
                signed(head.copy().put("kid", "../../dev/null"), operator, p256.getPrivate(), "SHA256", "ES256"));
        forged.put(
                "a key of its own",
                signed(
                        head.copy().put("jwk", jwk).put("jku", "http://127.0.0.1:1/keys"),
                        operator,
                        p256.getPrivate(),
                        "SHA256",
                        "ES256"));
        forged.put("another mesh's key", TestTokens.of("default", "root", "admin", "operator"));
        forged.put(
                "another audience", TestTokens.with("default", "root", claims -> claims.setAudience("someone-else")));
        forged.put(
                "another issuer",
                TestTokens.with("default", "root", claims -> claims.setIssuer("https://evil.example")));
        forged.put("an ended time", TestTokens.expired("default", "root"));
        return forged;
    }

    private static JsonObject json(String part) {
        return new JsonObject(new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8));
    }

    private static String encode(JsonObject json) {
        return base64(json.encode().getBytes(StandardCharsets.UTF_8));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static KeyPair pair(String curve) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));
        return generator.generateKeyPair();
    }

    private static String hmac(JsonObject head, String claims, byte[] secret) throws GeneralSecurityException {
        String input = encode(head.copy().put("alg", "HS256")) + "." + claims;
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret, "HmacSHA256"));
        return input + "." + base64(mac.doFinal(input.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String signed(JsonObject head, String claims, PrivateKey key, String hash, String algorithm)
            throws GeneralSecurityException {
        String input = encode(head.copy().put("alg", algorithm)) + "." + claims;
        Signature signature = Signature.getInstance(hash + "withECDSAinP1363Format");
        signature.initSign(key);
        signature.update(input.getBytes(StandardCharsets.US_ASCII));
        return input + "." + base64(signature.sign());
    }
}
