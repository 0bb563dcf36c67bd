package io.mnemesh.mesh.identity;

import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import java.security.Key;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwx.JsonWebStructure;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/**
 * What all kinds of mesh tokens have in common: ES256 JSON Web Tokens of the mesh's issuer, with an audience that tells the kinds
 * apart, and an end. The algorithm is fixed here and never taken from the token, so that neither {@code none} nor an HMAC
 * keyed with the public key can pass.
 */
final class SignedTokens {

    private static final int LONGEST_TOKEN = 8192;
    private static final String CHANNEL_FILTERS = "channel_filters";

    private static final AlgorithmConstraints ES256_ONLY =
            new AlgorithmConstraints(ConstraintType.PERMIT, AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);

    private final TokenKeys keys;
    private final IdentityConfig config;
    private final Clock clock;

    SignedTokens(TokenKeys keys, IdentityConfig config, Clock clock) {
        this.keys = keys;
        this.config = config;
        this.clock = clock;
    }

    /** The token names a key that is not known (yet). */
    static final class UnknownKeyException extends RuntimeException {
        UnknownKeyException() {
            super("unknown key", null, false, false);
        }
    }

    /** From when until when a token is good. */
    record Times(Instant notBefore, Instant expiresAt) {}

    /**
     * The claims of a token whose signature is right.
     *
     * @throws ProblemException {@code unauthenticated}
     */
    JwtClaims claims(String token) {
        if (token.length() > LONGEST_TOKEN) {
            throw refused("The token is longer than " + LONGEST_TOKEN + " characters.", TokenVerifier.MALFORMED);
        }
        try {
            if (!(JsonWebStructure.fromCompactSerialization(token) instanceof JsonWebSignature signature)) {
                throw refused("The token is not a signed JSON Web Token.", TokenVerifier.MALFORMED);
            }
            if (!AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256.equals(signature.getAlgorithmHeaderValue())) {
                throw refused("The token has to be signed with ES256.", TokenVerifier.WRONG_ALGORITHM);
            }
            signature.setAlgorithmConstraints(ES256_ONLY);
            signature.setKey(key(signature.getKeyIdHeaderValue()));
            if (!signature.verifySignature()) {
                throw refused("The token's signature is wrong.", TokenVerifier.WRONG_SIGNATURE);
            }
            return JwtClaims.parse(signature.getPayload());
        } catch (JoseException | InvalidJwtException e) {
            throw refused("The token is not a JSON Web Token, or its signature is wrong.", TokenVerifier.MALFORMED);
        }
    }

    /**
     * Checks issuer, audience and times.
     *
     * @throws ProblemException {@code unauthenticated}
     */
    Times check(JwtClaims claims, String audience) throws MalformedClaimException {
        if (!config.issuer().equals(claims.getIssuer())) {
            throw refused("The token has another issuer than this mesh.", TokenVerifier.WRONG_ISSUER);
        }
        if (!claims.hasAudience() || !claims.getAudience().contains(audience)) {
            throw refused("The token is meant for another audience than this mesh.", TokenVerifier.WRONG_AUDIENCE);
        }
        NumericDate expires = claims.getExpirationTime();
        if (expires == null) {
            throw refused("The token has no expiry.", TokenVerifier.MALFORMED);
        }
        var times = new Times(
                latest(claims.getNotBefore(), claims.getIssuedAt()), Instant.ofEpochMilli(expires.getValueInMillis()));
        requireTime(times);
        return times;
    }

    /** @throws ProblemException {@code unauthenticated} unless a token of these times is good now */
    void requireTime(Times times) {
        Instant now = clock.instant();
        if (!now.isBefore(times.expiresAt().plus(config.clockSkew()))) {
            throw refused("The token has expired; get a new one.", TokenVerifier.EXPIRED);
        }
        if (now.plus(config.clockSkew()).isBefore(times.notBefore())) {
            throw refused(
                    "The token is not valid yet; the clock of its maker or of this service is wrong by more than "
                            + config.clockSkew().toSeconds() + " s.",
                    TokenVerifier.CLOCK_SKEW);
        }
    }

    /** Why a token whose key is not there is refused. */
    ProblemException unknownKey() {
        return keys.present()
                ? refused("The token was signed with a key this mesh does not know.", TokenVerifier.KEY_UNKNOWN)
                : refused("The keys of this mesh are not known yet; try again in a moment.", TokenVerifier.KEY_UNKNOWN);
    }

    /** The claim {@code channel_filters} as it was written; who applies it refuses one that has not its form. */
    static String channelFilters(JwtClaims claims) {
        return switch (claims.getClaimValue(CHANNEL_FILTERS)) {
            case null -> claims.hasClaim(CHANNEL_FILTERS) ? "null" : "";
            case Map<?, ?> filters -> {
                var named = new LinkedHashMap<String, Object>();
                filters.forEach((key, value) -> named.put(String.valueOf(key), value));
                yield JsonUtil.toJson(named);
            }
            default -> "null";
        };
    }

    static ProblemException refused(String detail, String reason) {
        return new ProblemException(
                ProblemType.UNAUTHENTICATED, detail, Map.of(TokenVerifier.REASON, reason), null, null);
    }

    private Key key(@Nullable String keyId) {
        if (keyId == null) {
            throw refused("The token does not name its key.", TokenVerifier.MALFORMED);
        }
        return keys.find(keyId).orElseThrow(UnknownKeyException::new);
    }

    /** A token is not used before it was made, whatever it says of its begin. */
    private static Instant latest(@Nullable NumericDate begin, @Nullable NumericDate made) {
        long millis =
                Math.max(begin == null ? 0 : begin.getValueInMillis(), made == null ? 0 : made.getValueInMillis());
        return Instant.ofEpochMilli(millis);
    }
}
