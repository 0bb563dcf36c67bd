package io.mnemesh.mesh.identity;

import java.security.Key;
import java.time.Instant;
import java.util.function.Consumer;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;

/** Keys and tokens as the mesh makes them, and such as it never would. */
final class Jwts {

    private Jwts() {}

    static EllipticCurveJsonWebKey newKey(String id) throws JoseException {
        EllipticCurveJsonWebKey made = EcJwkGenerator.generateJwk(EllipticCurves.P256);
        made.setKeyId(id);
        return made;
    }

    /** The key set that publishes the key. */
    static String jwks(EllipticCurveJsonWebKey key) {
        return "{\"keys\":[" + key.toJson(OutputControlLevel.PUBLIC_ONLY) + "]}";
    }

    static NumericDate at(Instant time) {
        return NumericDate.fromSeconds(time.getEpochSecond());
    }

    static String sign(JwtClaims claims, Key signing, String id, String algorithm) {
        return sign(claims, signing, id, algorithm, header -> {});
    }

    /** Signs with whatever key and algorithm, fit for each other or not. */
    static String sign(JwtClaims claims, Key signing, String id, String algorithm, Consumer<JsonWebSignature> header) {
        var signature = new JsonWebSignature();
        signature.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
        signature.setPayload(claims.toJson());
        signature.setAlgorithmHeaderValue(algorithm);
        signature.setKeyIdHeaderValue(id);
        signature.setKey(signing);
        signature.setDoKeyValidation(false);
        header.accept(signature);
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }
}
