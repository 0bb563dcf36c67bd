package io.mnemesh.mesh.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.mnemesh.mesh.identity.SignedTokens.Times;
import io.mnemesh.mesh.identity.SignedTokens.UnknownKeyException;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;

/**
 * Verifies access tokens with jose4j. A verified token is remembered with its identity, under the exact bytes that were
 * verified and until it ends, which saves the signature check of every further request.
 */
@ApplicationScoped
class JwtTokenVerifier implements TokenVerifier {

    /** The session id of OpenID Connect; here it names the API key too. */
    static final String GRANT_CLAIM = "sid";

    private final TokenKeys keys;
    private final SignedTokens tokens;
    private final RevokedGrants revoked;
    private final IdentityConfig config;
    private final Cache<String, Remembered> remembered;

    @Inject
    JwtTokenVerifier(TokenKeys keys, RevokedGrants revoked, IdentityConfig config, Clock clock) {
        this.keys = keys;
        this.tokens = new SignedTokens(keys, config, clock);
        this.revoked = revoked;
        this.config = config;
        this.remembered = Caffeine.newBuilder()
                .maximumSize(config.rememberedTokens())
                .executor(Runnable::run)
                .build();
    }

    private record Remembered(Verified verified, Times times, long generation) {}

    @Override
    public Verified verify(String token) {
        try {
            return check(token);
        } catch (UnknownKeyException e) {
            keys.refresh().subscribe().with(ignored -> {});
            throw tokens.unknownKey();
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
            tokens.requireTime(known.times());
            return unrevoked(known.verified());
        }
        long generation = keys.generation();
        JwtClaims claims = tokens.claims(token);
        try {
            Remembered fresh = read(claims, generation);
            remembered.put(token, fresh);
            return unrevoked(fresh.verified());
        } catch (MalformedClaimException e) {
            throw SignedTokens.refused("The token has a claim of the wrong form.", MALFORMED);
        }
    }

    private Verified unrevoked(Verified verified) {
        if (verified.grant() != null && revoked.contains(verified.grant())) {
            throw SignedTokens.refused("The session or API key of the token was revoked; sign in again.", REVOKED);
        }
        return verified;
    }

    private Remembered read(JwtClaims claims, long generation) throws MalformedClaimException {
        Times times = tokens.check(claims, config.audience());
        var verified = new Verified(
                identity(claims),
                times.expiresAt(),
                claims.getStringClaimValue(GRANT_CLAIM),
                SignedTokens.channelFilters(claims));
        return new Remembered(verified, times, generation);
    }

    private static Identity identity(JwtClaims claims) throws MalformedClaimException {
        String subject = claims.getSubject();
        String tenant = claims.getStringClaimValue("tenant");
        if (subject == null || subject.isBlank() || tenant == null) {
            throw SignedTokens.refused("The token does not say for whom and for which tenant it is.", MALFORMED);
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
            throw SignedTokens.refused("The token's tenant has not the form of a tenant name.", MALFORMED);
        }
    }
}
