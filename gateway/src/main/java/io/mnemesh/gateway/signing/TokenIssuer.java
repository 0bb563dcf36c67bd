package io.mnemesh.gateway.signing;

import io.mnemesh.mesh.identity.IdentityConfig;
import io.mnemesh.mesh.tenancy.Identity;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.Jwt;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** Signs the mesh's access tokens: ES256 JSON Web Tokens of a short life. */
@ApplicationScoped
public class TokenIssuer {

    private final SigningKeys keys;
    private final IdentityConfig identity;
    private final SigningConfig signing;
    private final Clock clock = Clock.systemUTC();

    TokenIssuer(SigningKeys keys, IdentityConfig identity, SigningConfig signing) {
        this.keys = keys;
        this.identity = identity;
        this.signing = signing;
    }

    /** How long a token that is issued now is valid. */
    public Duration lifetime() {
        return signing.tokenLifetime();
    }

    /** A signed token that speaks for the caller. */
    public String issue(Identity caller) {
        SigningKey key = keys.required();
        Instant now = clock.instant();
        return Jwt.issuer(identity.issuer())
                .audience(identity.audience())
                .subject(caller.subject())
                .claim("tenant", caller.tenant().value())
                .groups(caller.roles())
                .claim("scope", String.join(" ", caller.scopes()))
                .claim("jti", UUID.randomUUID().toString())
                .issuedAt(now)
                .expiresAt(now.plus(lifetime()))
                .jws()
                .algorithm(SignatureAlgorithm.ES256)
                .keyId(key.id())
                .sign(key.privateKey());
    }
}
