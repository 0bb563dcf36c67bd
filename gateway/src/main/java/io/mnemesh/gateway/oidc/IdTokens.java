package io.mnemesh.gateway.oidc;

import io.mnemesh.mesh.identity.TokenVerifier;
import io.mnemesh.mesh.problem.ProblemException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.jwx.JsonWebStructure;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.jose4j.lang.JoseException;
import org.jose4j.lang.UnresolvableKeyException;

/**
 * Verifies ID tokens with jose4j (OpenID Connect Core, section 3.1.3.7). Only signatures with public keys are taken, and
 * issuer and audience are those of the configuration, never of the token.
 */
final class IdTokens {

    private static final int LONGEST = 16 * 1024;

    private static final String[] ALGORITHMS = {
        AlgorithmIdentifiers.RSA_USING_SHA256,
        AlgorithmIdentifiers.RSA_USING_SHA384,
        AlgorithmIdentifiers.RSA_USING_SHA512,
        AlgorithmIdentifiers.RSA_PSS_USING_SHA256,
        AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256,
        AlgorithmIdentifiers.ECDSA_USING_P384_CURVE_AND_SHA384
    };

    private static final AlgorithmConstraints PUBLIC_KEYS_ONLY =
            new AlgorithmConstraints(ConstraintType.PERMIT, ALGORITHMS);

    private IdTokens() {}

    /** No key of the set fits the token; newer keys may. */
    static final class NoSuchKeyException extends RuntimeException {
        NoSuchKeyException() {
            super("no such key", null, false, false);
        }
    }

    /** The issuer that a token names, before anything of it is believed. */
    static String issuer(String token) {
        if (token.length() > LONGEST) {
            throw malformed();
        }
        try {
            if (!(JsonWebStructure.fromCompactSerialization(token) instanceof JsonWebSignature signature)) {
                throw malformed();
            }
            if (!Arrays.asList(ALGORITHMS).contains(signature.getAlgorithmHeaderValue())) {
                throw OidcProblems.refused(
                        "The ID token has to be signed with a public key, for example by RS256 or ES256.",
                        TokenVerifier.WRONG_ALGORITHM);
            }
            String issuer = JwtClaims.parse(signature.getUnverifiedPayload()).getIssuer();
            if (issuer != null) {
                return issuer;
            }
            throw malformed();
        } catch (JoseException | InvalidJwtException | MalformedClaimException e) {
            throw malformed();
        }
    }

    /**
     * The claims of a good token.
     *
     * @throws NoSuchKeyException if none of the keys is the token's
     * @throws ProblemException {@code unauthenticated} with the reason if it is not good
     */
    static JwtClaims verify(String token, List<JsonWebKey> keys, OidcConfig.Provider provider, Duration skew) {
        JwtConsumer consumer = new JwtConsumerBuilder()
                .setJwsAlgorithmConstraints(PUBLIC_KEYS_ONLY)
                .setVerificationKeyResolver(new JwksVerificationKeyResolver(keys))
                .setExpectedIssuer(true, provider.issuer().toString())
                .setExpectedAudience(true, provider.audience())
                .setRequireExpirationTime()
                .setRequireIssuedAt()
                .setAllowedClockSkewInSeconds((int) skew.toSeconds())
                .build();
        try {
            JwtClaims claims = consumer.processToClaims(token);
            requireParty(claims, provider.audience());
            return claims;
        } catch (InvalidJwtException e) {
            throw refusal(e);
        } catch (MalformedClaimException e) {
            throw malformed();
        }
    }

    /** A token for several audiences has to have been given to this one. */
    private static void requireParty(JwtClaims claims, String audience) throws MalformedClaimException {
        String party = claims.getStringClaimValue("azp");
        boolean several = claims.getAudience().size() > 1;
        if (party == null ? several : !party.equals(audience)) {
            throw wrongAudience();
        }
    }

    private static RuntimeException refusal(InvalidJwtException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvableKeyException) {
                return new NoSuchKeyException();
            }
        }
        if (failure.hasErrorCode(ErrorCodes.EXPIRED)) {
            return OidcProblems.refused(
                    "The ID token has expired; sign in at the provider again.", TokenVerifier.EXPIRED);
        }
        if (failure.hasErrorCode(ErrorCodes.NOT_YET_VALID)
                || failure.hasErrorCode(ErrorCodes.ISSUED_AT_INVALID_FUTURE)) {
            return OidcProblems.refused(
                    "The ID token is not valid yet; the provider's clock or this one is wrong.",
                    TokenVerifier.CLOCK_SKEW);
        }
        if (failure.hasErrorCode(ErrorCodes.AUDIENCE_INVALID) || failure.hasErrorCode(ErrorCodes.AUDIENCE_MISSING)) {
            return wrongAudience();
        }
        if (failure.hasErrorCode(ErrorCodes.SIGNATURE_INVALID)) {
            return OidcProblems.refused("The ID token's signature is wrong.", TokenVerifier.WRONG_SIGNATURE);
        }
        return malformed();
    }

    private static ProblemException wrongAudience() {
        return OidcProblems.refused("The ID token was made for another client.", TokenVerifier.WRONG_AUDIENCE);
    }

    private static ProblemException malformed() {
        return OidcProblems.refused(
                "This is no signed ID token, or it lacks a claim or has one of another form.", TokenVerifier.MALFORMED);
    }
}
