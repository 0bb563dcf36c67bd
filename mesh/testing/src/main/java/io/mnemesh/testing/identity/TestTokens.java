package io.mnemesh.testing.identity;

import java.security.Key;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/**
 * Mesh tokens that the service under test accepts: {@code given().auth().oauth2(TestTokens.of("acme", "ana"))}. Having
 * this module on the test class path is enough; it hands the service the matching keys as configuration.
 */
public final class TestTokens {

    private static final Duration LIFETIME = Duration.ofMinutes(15);

    private TestTokens() {}

    /** A good token. */
    public static String of(String tenant, String subject, String... roles) {
        return with(tenant, subject, claims -> claims.setStringListClaim("groups", List.of(roles)));
    }

    /** A good token without roles and with these scopes, separated by spaces. */
    public static String scoped(String tenant, String subject, String scope) {
        return with(tenant, subject, claims -> claims.setStringClaim("scope", scope));
    }

    /** A well-signed token with changed claims, for tests of what is refused. */
    public static String with(String tenant, String subject, Consumer<JwtClaims> change) {
        Instant now = Instant.now();
        var claims = new JwtClaims();
        claims.setIssuer("mnemesh");
        claims.setAudience("mnemesh");
        claims.setSubject(subject);
        claims.setStringClaim("tenant", tenant);
        claims.setJwtId(UUID.randomUUID().toString());
        claims.setIssuedAt(NumericDate.fromSeconds(now.getEpochSecond()));
        claims.setExpirationTime(NumericDate.fromSeconds(now.plus(LIFETIME).getEpochSecond()));
        change.accept(claims);
        return sign(claims, TestKey.signing(), TestKey.ID);
    }

    /** A good token that shows parts of channels only, or whose claim about that is wrong. */
    public static String showing(String tenant, String subject, Object channelFilters) {
        return with(tenant, subject, claims -> claims.setClaim("channel_filters", channelFilters));
    }

    /** A good token that ends after this time, whole seconds. */
    public static String lasting(String tenant, String subject, Duration lifetime) {
        return with(
                tenant,
                subject,
                claims -> claims.setExpirationTime(
                        NumericDate.fromSeconds(Instant.now().plus(lifetime).getEpochSecond())));
    }

    /** A good token that was made from this API key or session. */
    public static String granted(String tenant, String subject, String grant) {
        return with(tenant, subject, claims -> claims.setStringClaim("sid", grant));
    }

    /**
     * A subscription token for a user and a channel, granted by an account with the role {@code backend}.
     *
     * @param claims replaced or added; times in seconds
     */
    public static String granting(String tenant, String user, String channel, Map<String, ?> claims) {
        return with(tenant, user, token -> {
            token.setAudience("mnemesh:subscriptions");
            token.setStringClaim("channel", channel);
            token.setStringClaim("granter", "shop");
            token.setStringListClaim("granter_roles", List.of("backend"));
            claims.forEach(token::setClaim);
        });
    }

    /** A token that ended a minute ago. */
    public static String expired(String tenant, String subject) {
        return with(
                tenant,
                subject,
                claims -> claims.setExpirationTime(
                        NumericDate.fromSeconds(Instant.now().minusSeconds(60).getEpochSecond())));
    }

    /** The public key of these tokens as a JSON Web Key Set, for servers that are not configured by this module. */
    public static String jwks() {
        return TestKey.jwks();
    }

    private static String sign(JwtClaims claims, Key key, String keyId) {
        var signature = new JsonWebSignature();
        signature.setPayload(claims.toJson());
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);
        signature.setKeyIdHeaderValue(keyId);
        signature.setHeader("typ", "JWT");
        signature.setKey(key);
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException("The test token cannot be signed.", e);
        }
    }
}
