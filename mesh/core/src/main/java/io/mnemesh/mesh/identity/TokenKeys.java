package io.mnemesh.mesh.identity;

import io.mnemesh.mesh.telemetry.MeshLog;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.Key;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/**
 * The public keys of the mesh's tokens, kept up to date in the background: asked for quickly until they are first there,
 * then now and again, and once more when a token names an unknown key.
 *
 * <p>Thread-safe: readers see one immutable map; at most one reading runs at a time and all who ask meanwhile share it.
 */
@Startup
@ApplicationScoped
class TokenKeys {

    private static final MeshLog LOG = MeshLog.of(TokenKeys.class);
    private static final Duration FIRST_RETRY = Duration.ofMillis(100);
    private static final Duration LAST_RETRY = Duration.ofSeconds(2);

    private final JwksSource source;
    private final IdentityConfig config;
    private final Vertx vertx;
    private volatile Map<String, Key> keys = Map.of();
    private volatile long generation;
    private @Nullable Uni<Void> running;
    private long lastReading = Long.MIN_VALUE;
    private long timer = -1;
    private boolean closed;

    TokenKeys(JwksSource source, IdentityConfig config, Vertx vertx) {
        this.source = source;
        this.config = config;
        this.vertx = vertx;
        readAndPlanNext(FIRST_RETRY);
    }

    Optional<Key> find(String keyId) {
        return Optional.ofNullable(keys.get(keyId));
    }

    boolean present() {
        return !keys.isEmpty();
    }

    /** Grows whenever the set of keys changed; what was verified under an older one has to be verified again. */
    long generation() {
        return generation;
    }

    /** Reads the keys again, unless that was done just now. Never fails. */
    synchronized Uni<Void> refresh() {
        if (running != null) {
            return running;
        }
        long now = System.nanoTime();
        if (lastReading != Long.MIN_VALUE
                && now - lastReading < config.refreshAtMost().toNanos()) {
            return Uni.createFrom().voidItem();
        }
        return read();
    }

    private synchronized Uni<Void> read() {
        if (running != null) {
            return running;
        }
        lastReading = System.nanoTime();
        Uni<Void> reading = Uni.createFrom()
                .deferred(source::load)
                .invoke(this::replace)
                .onFailure()
                .invoke(failure -> LOG.debug("The token keys could not be read")
                        .cause(failure)
                        .log())
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid()
                .onTermination()
                .invoke(this::ended)
                .memoize()
                .indefinitely();
        running = reading;
        return reading;
    }

    private synchronized void ended() {
        running = null;
    }

    private void readAndPlanNext(Duration retry) {
        read().subscribe().with(ignored -> plan(retry));
    }

    private synchronized void plan(Duration retry) {
        if (closed) {
            return;
        }
        if (present()) {
            timer = vertx.setTimer(config.refresh().toMillis(), id -> readAndPlanNext(FIRST_RETRY));
        } else {
            Duration next = retry.multipliedBy(2).compareTo(LAST_RETRY) > 0 ? LAST_RETRY : retry.multipliedBy(2);
            timer = vertx.setTimer(retry.toMillis(), id -> readAndPlanNext(next));
        }
    }

    private synchronized void replace(String jwks) {
        Map<String, Key> read = parse(jwks);
        if (read.isEmpty()) {
            throw new IllegalStateException("The key set has no P-256 key with an id.");
        }
        if (!read.equals(keys)) {
            keys = read;
            generation++;
            LOG.info("Token keys are known").log();
        }
    }

    private static Map<String, Key> parse(String jwks) {
        try {
            return new JsonWebKeySet(jwks)
                    .getJsonWebKeys().stream()
                            .filter(key -> key.getKeyId() != null
                                    && key instanceof EllipticCurveJsonWebKey curve
                                    && curve.getCurveName().equals("P-256")
                                    && (key.getUse() == null || key.getUse().equals("sig")))
                            .collect(Collectors.toUnmodifiableMap(
                                    org.jose4j.jwk.JsonWebKey::getKeyId,
                                    key -> (ECPublicKey) key.getKey(),
                                    (first, second) -> first));
        } catch (JoseException e) {
            throw new IllegalStateException("The key set cannot be read.", e);
        }
    }

    @PreDestroy
    synchronized void close() {
        closed = true;
        vertx.cancelTimer(timer);
    }
}
