package io.mnemesh.gateway.access;

import com.github.benmanes.caffeine.cache.Ticker;
import io.mnemesh.gateway.signing.TokenIssuer;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;

/** Exchanges API keys for tokens. Every refusal reads the same, whatever was wrong with the key. */
@ApplicationScoped
public class Access {

    private final ApiKeys keys;
    private final KeyDigest digest;
    private final TokenIssuer issuer;
    private final AttemptLimiter limiter;

    Access(ApiKeys keys, KeyDigest digest, TokenIssuer issuer, AccessConfig config) {
        this.keys = keys;
        this.digest = digest;
        this.issuer = issuer;
        this.limiter = new AttemptLimiter(
                config.attempts(), config.attemptsWindow(), config.watchedAddresses(), Ticker.systemTicker());
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
        return keys.findByDigest(sought).map(found -> {
            if (found == null) {
                throw refuse(address);
            }
            return new TokenAnswer(
                    issuer.issue(found.identity()), "Bearer", issuer.lifetime().toSeconds());
        });
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
