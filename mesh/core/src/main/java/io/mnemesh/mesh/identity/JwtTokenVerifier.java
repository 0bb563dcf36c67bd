package io.mnemesh.mesh.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.Key;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
 * Verifies ES256 tokens with jose4j. The algorithm is fixed here and never taken from the token, so that neither
 * {@code none} nor an HMAC keyed with the public key can pass.
 *
 * <p>A verified token is remembered with its identity, under the exact bytes that were verified and until it ends, which
 * saves the signature check of every further request.
 */
@ApplicationScoped
class JwtTokenVerifier implements TokenVerifier {

    private static final int LONGEST_TOKEN = 8192;
    private static final String CHANNEL_FILTERS = "channel_filters";

    /** The session id of OpenID Connect; here it names the API key too. */
    private static final String GRANT_CLAIM = "sid";

    private static final AlgorithmConstraints ES256_ONLY =
            new AlgorithmConstraints(ConstraintType.PERMIT, AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);

    private final TokenKeys keys;
    private final RevokedGrants revoked;
    private final IdentityConfig config;
    private final Clock clock;
    private final Cache<String, Remembered> remembered;

    @Inject
    JwtTokenVerifier(TokenKeys keys, RevokedGrants revoked, IdentityConfig config, Clock clock) {
        this.keys = keys;
        this.revoked = revoked;
        this.config = config;
        this.clock = clock;
        this.remembered = Caffeine.newBuilder()
                .maximumSize(config.rememberedTokens())
                .executor(Runnable::run)
                .build();
    }

    private record Remembered(Verified verified, Instant notBefore, long generation) {}

    /** The token names a key that is not known (yet). */
    private static final class UnknownKeyException extends RuntimeException {
        UnknownKeyException() {
            super("unknown key", null, false, false);
        }
    }

    @Override
    public Verified verify(String token) {
        try {
            return check(token);
        } catch (UnknownKeyException e) {
            keys.refresh().subscribe().with(ignored -> {});
            throw unknownKey();
        }
    }

    /** As {@link #verify}, but looks for new keys once before it refuses a token that names an unknown one. */
    Uni<Verified> verifyEventually(String token) {
        try {
            return Uni.createFrom().item(check(token));
        } catch (ProblemException e) {
            return Uni.createFrom().failure(e);
        } catch (UnknownKeyException e) {
            return keys.refresh().map(ignored -> verify(token));
        }
    }

    private Verified check(String token) {
        Remembered known = remembered.getIfPresent(token);
        if (known != null && known.generation() == keys.generation()) {
            requireTime(known.notBefore(), known.verified().expiresAt());
            return unrevoked(known.verified());
        }
        long generation = keys.generation();
        JwtClaims claims = signedClaims(token);
        try {
            Remembered fresh = read(claims, generation);
            remembered.put(token, fresh);
            return unrevoked(fresh.verified());
        } catch (MalformedClaimException e) {
            throw refused("The token has a claim of the wrong form.", MALFORMED);
        }
    }

    private Verified unrevoked(Verified verified) {
        if (verified.grant() != null && revoked.contains(verified.grant())) {
            throw refused("The session or API key of the token was revoked; sign in again.", REVOKED);
        }
        return verified;
    }

    private JwtClaims signedClaims(String token) {
        if (token.length() > LONGEST_TOKEN) {
            throw refused("The token is longer than " + LONGEST_TOKEN + " characters.", MALFORMED);
        }
        try {
            if (!(JsonWebStructure.fromCompactSerialization(token) instanceof JsonWebSignature signature)) {
                throw refused("The token is not a signed JSON Web Token.", MALFORMED);
            }
            if (!AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256.equals(signature.getAlgorithmHeaderValue())) {
                throw refused("The token has to be signed with ES256.", WRONG_ALGORITHM);
            }
            signature.setAlgorithmConstraints(ES256_ONLY);
            signature.setKey(key(signature.getKeyIdHeaderValue()));
            if (!signature.verifySignature()) {
                throw refused("The token's signature is wrong.", WRONG_SIGNATURE);
            }
            return JwtClaims.parse(signature.getPayload());
        } catch (JoseException | InvalidJwtException e) {
            throw refused("The token is not a JSON Web Token, or its signature is wrong.", MALFORMED);
        }
    }

    private Key key(String keyId) {
        if (keyId == null) {
            throw refused("The token does not name its key.", MALFORMED);
        }
        return keys.find(keyId).orElseThrow(UnknownKeyException::new);
    }

    private Remembered read(JwtClaims claims, long generation) throws MalformedClaimException {
        if (!config.issuer().equals(claims.getIssuer())) {
            throw refused("The token has another issuer than this mesh.", WRONG_ISSUER);
        }
        if (!claims.hasAudience() || !claims.getAudience().contains(config.audience())) {
            throw refused("The token is meant for another audience than this mesh.", WRONG_AUDIENCE);
        }
        NumericDate expires = claims.getExpirationTime();
        if (expires == null) {
            throw refused("The token has no expiry.", MALFORMED);
        }
        Instant expiresAt = Instant.ofEpochMilli(expires.getValueInMillis());
        Instant notBefore = latest(claims.getNotBefore(), claims.getIssuedAt());
        requireTime(notBefore, expiresAt);
        var verified = new Verified(
                identity(claims), expiresAt, claims.getStringClaimValue(GRANT_CLAIM), channelFilters(claims));
        return new Remembered(verified, notBefore, generation);
    }

    /** A token is not used before it was made, whatever it says of its begin. */
    private static Instant latest(@Nullable NumericDate begin, @Nullable NumericDate made) {
        long millis =
                Math.max(begin == null ? 0 : begin.getValueInMillis(), made == null ? 0 : made.getValueInMillis());
        return Instant.ofEpochMilli(millis);
    }

    private void requireTime(Instant notBefore, Instant expiresAt) {
        Instant now = clock.instant();
        if (!now.isBefore(expiresAt.plus(config.clockSkew()))) {
            throw refused("The token has expired; get a new one.", EXPIRED);
        }
        if (now.plus(config.clockSkew()).isBefore(notBefore)) {
            throw refused(
                    "The token is not valid yet; the clock of its maker or of this service is wrong by more than "
                            + config.clockSkew().toSeconds() + " s.",
                    CLOCK_SKEW);
        }
    }

    private static Identity identity(JwtClaims claims) throws MalformedClaimException {
        String subject = claims.getSubject();
        String tenant = claims.getStringClaimValue("tenant");
        if (subject == null || subject.isBlank() || tenant == null) {
            throw refused("The token does not say for whom and for which tenant it is.", MALFORMED);
        }
        List<String> roles = claims.hasClaim("groups") ? claims.getStringListClaimValue("groups") : List.of();
        String scope = claims.getStringClaimValue("scope");
        Set<String> scopes = scope == null || scope.isBlank()
                ? Set.of()
                : Set.copyOf(
                        List.of(scope.strip().split(" +")).stream().distinct().toList());
        try {
            return new Identity(new TenantId(tenant), subject, Set.copyOf(roles), scopes);
        } catch (IllegalArgumentException e) {
            throw refused("The token's tenant has not the form of a tenant name.", MALFORMED);
        }
    }

    /** As it was written; who applies it refuses one that has not its form. */
    private static String channelFilters(JwtClaims claims) {
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

    private ProblemException unknownKey() {
        return keys.present()
                ? refused("The token was signed with a key this mesh does not know.", KEY_UNKNOWN)
                : refused("The keys of this mesh are not known yet; try again in a moment.", KEY_UNKNOWN);
    }

    private static ProblemException refused(String detail, String reason) {
        return new ProblemException(ProblemType.UNAUTHENTICATED, detail, Map.of(REASON, reason), null, null);
    }
}
