package io.mnemesh.mesh.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.benmanes.caffeine.cache.Cache;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JwtTokenVerifierTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private final Vertx vertx = Vertx.vertx();
    private final AtomicReference<String> published = new AtomicReference<>();
    private final AtomicInteger readings = new AtomicInteger();
    private final MovingClock clock = new MovingClock();
    private final KnownRevocations revoked = new KnownRevocations();
    private EllipticCurveJsonWebKey key;
    private TokenKeys keys;
    private JwtTokenVerifier verifier;

    @BeforeEach
    void publishOneKey() throws JoseException {
        key = Jwts.newKey("k1");
        published.set(Jwts.jwks(key));
        IdentityConfig config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withMapping(IdentityConfig.class)
                .withDefaultValue("mnemesh.identity.refresh-at-most", "0s")
                .build()
                .getConfigMapping(IdentityConfig.class);
        JwksSource source = () -> {
            readings.incrementAndGet();
            return Uni.createFrom().item(published.get());
        };
        keys = new TokenKeys(source, config, vertx);
        verifier = new JwtTokenVerifier(keys, revoked, config, clock);
    }

    @AfterEach
    void close() {
        keys.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void shouldRememberTokensInACacheThatNativeImagesKnow() throws Exception {
        // Given
        var field = JwtTokenVerifier.class.getDeclaredField("remembered");
        field.setAccessible(true);

        // When
        String implementation =
                ((Cache<?, ?>) field.get(verifier)).asMap().getClass().getName();

        // Then
        try (var metadata = JwtTokenVerifier.class.getResourceAsStream(
                "/META-INF/native-image/io.mnemesh/mnemesh-mesh/reachability-metadata.json")) {
            assertThat(new String(metadata.readAllBytes(), StandardCharsets.UTF_8))
                    .contains("\"" + implementation + "\"");
        }
    }

    @Test
    void shouldReadTheIdentityOfAGoodToken() {
        TokenVerifier.Verified verified = verifier.verify(token(claims -> {}));
        assertThat(verified.identity())
                .isEqualTo(new Identity(
                        new TenantId("acme"), "ana", Set.of("member"), Set.of("memory:read", "memory:write")));
        assertThat(verified.expiresAt()).isEqualTo(NOW.plus(Duration.ofMinutes(15)));
    }

    @Test
    void shouldNameWhatIsWrongWithTheClaims() {
        assertRefused(
                token(claims -> claims.setIssuer("other")),
                "The token has another issuer than this mesh.",
                TokenVerifier.WRONG_ISSUER);
        assertRefused(
                token(claims -> claims.setAudience("other")),
                "The token is meant for another audience than this mesh.",
                TokenVerifier.WRONG_AUDIENCE);
        assertRefused(
                token(claims -> claims.unsetClaim("aud")), "The token is meant for another audience than this mesh.");
        assertRefused(
                token(claims -> claims.setExpirationTime(Jwts.at(NOW.minusSeconds(60)))),
                "The token has expired; get a new one.");
        assertRefused(token(claims -> claims.unsetClaim("exp")), "The token has no expiry.", TokenVerifier.MALFORMED);
        assertRefused(
                token(claims -> claims.setNotBefore(Jwts.at(NOW.plusSeconds(60)))),
                "The token is not valid yet; the clock of its maker or of this service is wrong by more than 5 s.",
                TokenVerifier.CLOCK_SKEW);
        assertRefused(
                token(claims -> claims.setIssuedAt(Jwts.at(NOW.plusSeconds(6)))),
                "The token is not valid yet; the clock of its maker or of this service is wrong by more than 5 s.",
                TokenVerifier.CLOCK_SKEW);
        assertRefused(
                token(claims -> claims.unsetClaim("tenant")),
                "The token does not say for whom and for which tenant it is.");
        assertRefused(
                token(claims -> claims.setStringClaim("tenant", "../x")),
                "The token's tenant has not the form of a tenant name.");
        assertRefused(token(claims -> claims.setClaim("groups", 5)), "The token has a claim of the wrong form.");
    }

    @Test
    void shouldNotForgetThatARememberedTokenEnds() {
        String token = token(claims -> {});
        verifier.verify(token);
        clock.now = NOW.plus(Duration.ofMinutes(16));
        assertRefused(token, "The token has expired; get a new one.", TokenVerifier.EXPIRED);
    }

    @Test
    void shouldRefuseTokensWithoutASignature() {
        String payload = claims(claims -> {}).toJson();
        assertRefused(
                encode("{\"alg\":\"none\"}") + "." + encode(payload) + ".",
                "The token has to be signed with ES256.",
                TokenVerifier.WRONG_ALGORITHM);
        assertRefused(
                encode("{\"alg\":\"ES256\",\"kid\":\"k1\"}") + "." + encode(payload) + ".",
                "The token's signature is wrong.",
                TokenVerifier.WRONG_SIGNATURE);
        assertThatThrownBy(() -> verifier.verify("")).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> verifier.verify("a.b.c")).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> verifier.verify("a.b.c.d.e")).isInstanceOf(ProblemException.class);
        assertRefused("x".repeat(9000), "The token is longer than 8192 characters.");
    }

    @Test
    void shouldRefuseTokensOfARevokedGrantAlsoIfTheyAreRemembered() {
        // Given
        String token = token(claims -> claims.setStringClaim("sid", "g1"));
        String other = token(claims -> claims.setStringClaim("sid", "g2"));
        assertThat(verifier.verify(token).grant()).isEqualTo("g1");

        // When
        revoked.grants.add("g1");

        // Then
        assertRefused(token, "The session or API key of the token was revoked; sign in again.", TokenVerifier.REVOKED);
        assertThat(verifier.verify(other).grant()).isEqualTo("g2");
        assertThat(verifier.verify(token(claims -> {})).grant()).isNull();
    }

    @Test
    void shouldRefuseTokensKeyedWithThePublicKey() {
        var publicBytes = key.getPublicKey().getEncoded();
        String forged = Jwts.sign(
                claims(claims -> {}), new HmacKey(publicBytes), "k1", AlgorithmIdentifiers.HMAC_SHA256, header -> {});
        assertRefused(forged, "The token has to be signed with ES256.");
    }

    @Test
    void shouldRefuseTokensThatBringTheirOwnKey() throws JoseException {
        EllipticCurveJsonWebKey foreign = Jwts.newKey("k1");
        String forged = Jwts.sign(
                claims(claims -> {}),
                foreign.getPrivateKey(),
                "k1",
                AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256,
                header -> header.setJwkHeader(foreign));
        assertRefused(forged, "The token's signature is wrong.");
    }

    @Test
    void shouldRefuseAllZeroAndChangedSignatures() {
        String token = token(claims -> {});
        String signed = token.substring(0, token.lastIndexOf('.') + 1);
        String zeros = Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[64]);
        assertThatThrownBy(() -> verifier.verify(signed + zeros)).isInstanceOf(ProblemException.class);
        String[] parts = token.split("\\.", -1);
        String forged = parts[0] + "."
                + encode(claims(c -> c.setStringClaim("tenant", "beta")).toJson()) + "." + parts[2];
        assertRefused(forged, "The token's signature is wrong.");
    }

    @Test
    void shouldFindANewKeyOnceItIsPublished() throws JoseException {
        EllipticCurveJsonWebKey next = Jwts.newKey("k2");
        String token = Jwts.sign(
                claims(claims -> {}),
                next.getPrivateKey(),
                "k2",
                AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256,
                header -> {});
        assertRefused(token, "The token was signed with a key this mesh does not know.", TokenVerifier.KEY_UNKNOWN);
        published.set(Jwts.jwks(next));
        assertThat(verifier.verifyEventually(token)
                        .await()
                        .atMost(Duration.ofSeconds(5))
                        .identity()
                        .subject())
                .isEqualTo("ana");
    }

    @Test
    void shouldNotTrustARememberedTokenAfterItsKeyIsWithdrawn() throws JoseException {
        String token = token(claims -> {});
        verifier.verify(token);
        published.set(Jwts.jwks(Jwts.newKey("k2")));
        keys.refresh().await().atMost(Duration.ofSeconds(5));
        assertRefused(token, "The token was signed with a key this mesh does not know.", TokenVerifier.KEY_UNKNOWN);
    }

    private void assertRefused(String token, String detail, String reason) {
        assertThatThrownBy(() -> verifier.verify(token)).isInstanceOfSatisfying(ProblemException.class, problem -> {
            assertThat(problem.type()).isEqualTo(ProblemType.UNAUTHENTICATED);
            assertThat(problem.detail()).isEqualTo(detail);
            assertThat(problem.extensions()).containsExactly(Map.entry(TokenVerifier.REASON, reason));
        });
    }

    private void assertRefused(String token, String detail) {
        assertThatThrownBy(() -> verifier.verify(token)).isInstanceOfSatisfying(ProblemException.class, problem -> {
            assertThat(problem.type()).isEqualTo(ProblemType.UNAUTHENTICATED);
            assertThat(problem.detail()).isEqualTo(detail);
        });
    }

    private String token(Consumer<JwtClaims> change) {
        return Jwts.sign(
                claims(change),
                key.getPrivateKey(),
                "k1",
                AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256,
                header -> {});
    }

    private static JwtClaims claims(Consumer<JwtClaims> change) {
        var claims = new JwtClaims();
        claims.setIssuer("mnemesh");
        claims.setAudience("mnemesh");
        claims.setSubject("ana");
        claims.setStringClaim("tenant", "acme");
        claims.setStringClaim("scope", "memory:read memory:write");
        claims.setStringListClaim("groups", List.of("member"));
        claims.setExpirationTime(Jwts.at(NOW.plus(Duration.ofMinutes(15))));
        change.accept(claims);
        return claims;
    }

    private static String encode(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static final class MovingClock extends Clock {
        private Instant now = NOW;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
