package io.mnemesh.gateway.signing;

import io.mnemesh.mesh.identity.IdentityConfig;
import io.mnemesh.mesh.tenancy.Identity;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Signs the mesh's access tokens: ES256 JSON Web Tokens of a short life. */
@ApplicationScoped
public class TokenIssuer {

    private final SigningKeys keys;
    private final IdentityConfig identity;
    private final SigningConfig signing;
    private final ChannelFilters filters;
    private final Clock clock;

    TokenIssuer(SigningKeys keys, IdentityConfig identity, SigningConfig signing, ChannelFilters filters, Clock clock) {
        this.filters = filters;
        this.keys = keys;
        this.identity = identity;
        this.signing = signing;
        this.clock = clock;
    }

    /**
     * A signed token that speaks for the caller.
     *
     * @param grant    id of the API key or session it is made from; with it the token can be revoked
     * @param notAfter when the grant ends, which the token does not outlive; null if the grant has no end
     */
    public IssuedToken issue(Identity caller, UUID grant, @Nullable Instant notAfter) {
        SigningKey key = keys.required();
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Instant end = now.plus(signing.tokenLifetime());
        Instant expiresAt = notAfter != null && notAfter.isBefore(end) ? notAfter : end;
        JwtClaimsBuilder claims = Jwt.issuer(identity.issuer())
                .audience(identity.audience())
                .subject(caller.subject())
                .claim("tenant", caller.tenant().value())
                .groups(caller.roles())
                .claim("scope", String.join(" ", caller.scopes()))
                .claim("sid", grant.toString())
                .claim("jti", UUID.randomUUID().toString())
                .issuedAt(now)
                .expiresAt(expiresAt);
        Map<String, Object> shown = filters.of(caller);
        if (!shown.isEmpty()) {
            claims.claim("channel_filters", shown);
        }
        String token =
                claims.jws().algorithm(SignatureAlgorithm.ES256).keyId(key.id()).sign(key.privateKey());
        return new IssuedToken(token, Duration.between(now, expiresAt));
    }
}
