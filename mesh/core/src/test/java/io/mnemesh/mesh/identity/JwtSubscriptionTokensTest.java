package io.mnemesh.mesh.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mnemesh.mesh.identity.SubscriptionTokenVerifier.Granted;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JwtSubscriptionTokensTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final String ES256 = AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256;

    private final Vertx vertx = Vertx.vertx();
    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private EllipticCurveJsonWebKey key;
    private TokenKeys keys;
    private JwtSubscriptionTokens tokens;
    private JwtTokenVerifier accessTokens;

    @BeforeEach
    void publishOneKey() throws JoseException {
        key = Jwts.newKey("k1");
        IdentityConfig config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withMapping(IdentityConfig.class)
                .build()
                .getConfigMapping(IdentityConfig.class);
        keys = new TokenKeys(() -> Uni.createFrom().item(Jwts.jwks(key)), config, vertx);
        var revoked = new KnownRevocations();
        revoked.grants.add("revoked");
        tokens = new JwtSubscriptionTokens(keys, revoked, config, clock);
        accessTokens = new JwtTokenVerifier(keys, revoked, config, clock);
    }

    @AfterEach
    void close() {
        keys.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void shouldReadWhoGrantsWhatToWhom() {
        Granted granted = tokens.verify(token(claims -> {
            claims.setStringClaim("sid", "g1");
            claims.setClaim("channel_filters", Map.of("orders:*", Map.of("key", "a", "cmp", "ex")));
            claims.setClaim("override", Map.of("join_leave", Map.of("value", false)));
        }));

        assertThat(granted)
                .isEqualTo(new Granted(
                        "ana",
                        "orders:7",
                        NOW.plus(Duration.ofMinutes(5)),
                        new Identity(new TenantId("acme"), "shop", Set.of("backend"), Set.of()),
                        "g1",
                        granted.channelFilters(),
                        true,
                        false));
        assertThat(granted.channelFilters()).contains("orders:*");
    }

    @Test
    void shouldTellTheKindsOfTokensApart() {
        String grant = token(claims -> {});
        String access = token(claims -> claims.setAudience("mnemesh"));

        assertThat(reason(() -> accessTokens.verify(grant))).isEqualTo(TokenVerifier.WRONG_AUDIENCE);
        assertThat(reason(() -> tokens.verify(access))).isEqualTo(TokenVerifier.WRONG_AUDIENCE);
    }

    @Test
    void shouldRefuseWhatIsNotSignedByTheMesh() throws JoseException {
        String unsigned = Jwts.sign(claims(claims -> {}), null, "k1", AlgorithmIdentifiers.NONE);
        String foreign = Jwts.sign(claims(claims -> {}), Jwts.newKey("k1").getPrivateKey(), "k1", ES256);
        String hmac = Jwts.sign(
                claims(claims -> {}),
                new HmacKey(key.getPublicKey().getEncoded()),
                "k1",
                AlgorithmIdentifiers.HMAC_SHA256);

        assertThat(reason(() -> tokens.verify(unsigned))).isEqualTo(TokenVerifier.WRONG_ALGORITHM);
        assertThat(reason(() -> tokens.verify(foreign))).isEqualTo(TokenVerifier.WRONG_SIGNATURE);
        assertThat(reason(() -> tokens.verify(hmac))).isEqualTo(TokenVerifier.WRONG_ALGORITHM);
    }

    @Test
    void shouldRefuseWhatIsOverOrRevokedOrLacksSomething() {
        assertThat(reason(
                        () -> tokens.verify(token(claims -> claims.setExpirationTime(Jwts.at(NOW.minusSeconds(60)))))))
                .isEqualTo(TokenVerifier.EXPIRED);
        assertThat(reason(() -> tokens.verify(token(claims -> claims.setStringClaim("sid", "revoked")))))
                .isEqualTo(TokenVerifier.REVOKED);
        for (String claim : List.of("sub", "channel", "tenant", "granter", "exp")) {
            assertThat(reason(() -> tokens.verify(token(claims -> claims.unsetClaim(claim)))))
                    .as(claim)
                    .isEqualTo(TokenVerifier.MALFORMED);
        }
        for (Object override : List.of("x", Map.of("history", Map.of("value", true)), Map.of("presence", false))) {
            assertThat(reason(() -> tokens.verify(token(claims -> claims.setClaim("override", override)))))
                    .as("%s", override)
                    .isEqualTo(TokenVerifier.MALFORMED);
        }
    }

    private static Object reason(Runnable verification) {
        var refusal = new Object[1];
        assertThatThrownBy(verification::run)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> refusal[0] = problem.extensions().get(TokenVerifier.REASON));
        return refusal[0];
    }

    private String token(Consumer<JwtClaims> change) {
        return Jwts.sign(claims(change), key.getPrivateKey(), "k1", ES256);
    }

    private static JwtClaims claims(Consumer<JwtClaims> change) {
        var claims = new JwtClaims();
        claims.setIssuer("mnemesh");
        claims.setAudience("mnemesh:subscriptions");
        claims.setSubject("ana");
        claims.setStringClaim("tenant", "acme");
        claims.setStringClaim("channel", "orders:7");
        claims.setStringClaim("granter", "shop");
        claims.setStringListClaim("granter_roles", List.of("backend"));
        claims.setExpirationTime(Jwts.at(NOW.plus(Duration.ofMinutes(5))));
        change.accept(claims);
        return claims;
    }
}
