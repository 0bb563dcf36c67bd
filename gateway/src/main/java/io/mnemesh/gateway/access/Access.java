package io.mnemesh.gateway.access;

import com.github.benmanes.caffeine.cache.Ticker;
import io.mnemesh.gateway.signing.IssuedToken;
import io.mnemesh.gateway.signing.TokenIssuer;
import io.mnemesh.mesh.identity.TokenVerifier;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.tenancy.Identity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Exchanges API keys for tokens. Who has no key of this mesh learns nothing but that; who has one that
 * is no longer good learns why. */
@ApplicationScoped
public class Access {

    private final ApiKeys keys;
    private final KeyDigest digest;
    private final TokenIssuer issuer;
    private final AttemptLimiter limiter;
    private final Clock clock;

    Access(ApiKeys keys, KeyDigest digest, TokenIssuer issuer, AccessConfig config, Clock clock) {
        this.keys = keys;
        this.digest = digest;
        this.issuer = issuer;
        this.limiter = new AttemptLimiter(
                config.attempts(), config.attemptsWindow(), config.watchedAddresses(), Ticker.systemTicker());
        this.clock = clock;
    }

    /** @param address who asks, for the limit on wrong keys */
    public Uni<TokenAnswer> exchange(ApiKeySecret secret, String address) {
        Duration wait = limiter.waitOf(address);
        if (wait.isPositive()) {
            return Uni.createFrom().failure(tooMany(wait));
        }
        byte[] sought = digest.of(secret);
        if (!secret.hasForm()) {
            return Uni.createFrom().failure(refuse(address));
        }
        return keys.findByDigest(sought)
                .invoke(found -> {
                    if (found == null) {
                        throw refuse(address);
                    }
                })
                .call(found ->
                        keys.used(found.key().id(), clock.instant()).onFailure().recoverWithNull())
                .map(this::answer);
    }

    private TokenAnswer answer(ApiKeys.Presented presented) {
        ApiKey key = presented.key();
        if (key.expiresAt() != null && !clock.instant().isBefore(key.expiresAt())) {
            throw refusal("The API key has expired; ask an admin for a new one.", "key_expired");
        }
        if (presented.disabled()) {
            throw refusal("The service account of the API key is disabled.", "account_disabled");
        }
        var roles = new HashSet<>(key.roles());
        roles.retainAll(presented.accountRoles());
        var identity = new Identity(key.tenant(), key.subject(), roles, Set.copyOf(key.scopes()));
        IssuedToken issued = issuer.issue(identity, presented.grant(), key.expiresAt());
        return new TokenAnswer(issued.token(), "Bearer", issued.lifetime().toSeconds());
    }

    private static ProblemException refusal(String detail, String reason) {
        return new ProblemException(
                ProblemType.UNAUTHENTICATED, detail, Map.of(TokenVerifier.REASON, reason), null, null);
    }

    private ProblemException refuse(String address) {
        limiter.failed(address);
        return new ProblemException(ProblemType.UNAUTHENTICATED, "The API key is not valid.");
    }

    private static ProblemException tooMany(Duration wait) {
        return new ProblemException(
                ProblemType.TOO_MANY_REQUESTS,
                "Too many wrong API keys came from this address; wait before the next.",
                Map.of(),
                wait,
                null);
    }
}
