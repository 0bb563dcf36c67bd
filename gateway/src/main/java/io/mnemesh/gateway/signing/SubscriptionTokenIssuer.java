package io.mnemesh.gateway.signing;

import io.mnemesh.mesh.identity.IdentityConfig;
import io.mnemesh.mesh.identity.SubscriptionTokenVerifier;
import io.mnemesh.mesh.identity.TokenVerifier.Verified;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Signs subscription tokens. They say who granted them and with which rights, so that who enforces them can see that nobody
 * grants more than his own, and their audience keeps them from passing for access tokens.
 */
@ApplicationScoped
public class SubscriptionTokenIssuer {

    private final SigningKeys keys;
    private final IdentityConfig identity;
    private final SigningConfig signing;
    private final ChannelFilters filters;
    private final Clock clock;

    SubscriptionTokenIssuer(
            SigningKeys keys, IdentityConfig identity, SigningConfig signing, ChannelFilters filters, Clock clock) {
        this.keys = keys;
        this.identity = identity;
        this.signing = signing;
        this.filters = filters;
        this.clock = clock;
    }

    /**
     * A signed token for one user and channel of the granter's tenant. It outlives neither the lifetime of tokens nor the granter's
     * own token.
     *
     * @param granter  the verified token of who grants it
     * @param lifetime how long it is wanted to be valid
     * @param options  what is taken away, by name; empty for nothing
     */
    public IssuedToken issue(
            Verified granter, String user, String channel, Duration lifetime, Map<String, Boolean> options) {
        SigningKey key = keys.required();
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Duration longest = signing.tokenLifetime().compareTo(lifetime) < 0 ? signing.tokenLifetime() : lifetime;
        Instant end = now.plus(longest);
        Instant expiresAt = granter.expiresAt().isBefore(end) ? granter.expiresAt() : end;
        JwtClaimsBuilder claims = Jwt.issuer(identity.issuer())
                .audience(SubscriptionTokenVerifier.audience(identity))
                .subject(user)
                .claim("tenant", granter.identity().tenant().value())
                .claim(SubscriptionTokenVerifier.CHANNEL, channel)
                .claim(SubscriptionTokenVerifier.GRANTER, granter.identity().subject())
                .claim(
                        SubscriptionTokenVerifier.GRANTER_ROLES,
                        List.copyOf(granter.identity().roles()))
                .claim("jti", UUID.randomUUID().toString())
                .issuedAt(now)
                .expiresAt(expiresAt);
        if (granter.grant() != null) {
            claims.claim("sid", granter.grant());
        }
        Map<String, Object> shown = filters.of(granter.identity());
        if (!shown.isEmpty()) {
            claims.claim("channel_filters", shown);
        }
        if (!options.isEmpty()) {
            claims.claim(SubscriptionTokenVerifier.OVERRIDE, overrides(options));
        }
        String token =
                claims.jws().algorithm(SignatureAlgorithm.ES256).keyId(key.id()).sign(key.privateKey());
        return new IssuedToken(token, Duration.between(now, expiresAt));
    }

    private static Map<String, Object> overrides(Map<String, Boolean> options) {
        return options.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, option -> Map.of("value", option.getValue())));
    }
}
