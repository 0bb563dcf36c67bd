package io.mnemesh.testing.identity;

import java.security.Key;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;

/**
 * The signing key of this JVM's tests. It is kept in a system property, because the test runner loads this class more
 * than once and all copies have to agree.
 */
final class TestKey {

    static final String ID = "test";

    private static final String PROPERTY = "mnemesh.testing.key";

    private TestKey() {}

    /** The private key. */
    static Key signing() {
        return key().getPrivateKey();
    }

    /** The public key as a JSON Web Key Set. */
    static String jwks() {
        return "{\"keys\":[" + key().toJson(OutputControlLevel.PUBLIC_ONLY) + "]}";
    }

    private static EllipticCurveJsonWebKey key() {
        Object stored = System.getProperties().computeIfAbsent(PROPERTY, name -> generate());
        try {
            return (EllipticCurveJsonWebKey) JsonWebKey.Factory.newJwk(stored.toString());
        } catch (JoseException e) {
            throw new IllegalStateException("The test key cannot be read.", e);
        }
    }

    private static String generate() {
        try {
            EllipticCurveJsonWebKey made = EcJwkGenerator.generateJwk(EllipticCurves.P256);
            made.setKeyId(ID);
            made.setUse("sig");
            return made.toJson(OutputControlLevel.INCLUDE_PRIVATE);
        } catch (JoseException e) {
            throw new IllegalStateException("The test key cannot be made.", e);
        }
    }
}
