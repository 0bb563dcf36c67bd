package io.mnemesh.mesh.identity;

import io.mnemesh.mesh.redis.Backoff;
import io.mnemesh.mesh.redis.Loop;
import io.mnemesh.mesh.redis.RedisLine;
import io.mnemesh.mesh.redis.RedisLines;
import io.mnemesh.mesh.telemetry.MeshLog;
import io.quarkus.runtime.Startup;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The revoked grants, followed in {@link RevocationStream} from its beginning with a blocking read, so that a service that
 * starts knows all that still matters and a running one hears of a new one at once. While Redis is away what is known
 * stays known and nothing new is heard; tokens end by themselves soon.
 *
 * <p>Thread-safe: the reading is confined to one {@link Loop}; the map is concurrent.
 */
@Startup
@ApplicationScoped
class Revocations implements RevokedGrants {

    private static final MeshLog LOG = MeshLog.of(Revocations.class);
    private static final int BATCH = 1000;

    private final RedisLines redis;
    private final RedisLine line;
    private final Loop loop;
    private final Backoff backoff;
    private final Clock clock;
    private final Map<String, Long> revoked = new ConcurrentHashMap<>();
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
    private String last = "0-0";
    private int failures;
    private volatile boolean closed;

    Revocations(RedisLines redis, Vertx vertx, Clock clock) {
        this.redis = redis;
        this.line = redis.open();
        this.loop = new Loop(vertx);
        this.backoff =
                new Backoff(redis.config().reconnectFirst(), redis.config().reconnectCap());
        this.clock = clock;
        loop.run(this::read);
    }

    @Override
    public boolean contains(String grant) {
        return revoked.containsKey(grant);
    }

    @Override
    public void onRevoked(Consumer<String> listener) {
        listeners.add(listener);
    }

    private void read() {
        if (closed) {
            return;
        }
        Duration block = redis.config().block();
        Request read = Request.cmd(Command.XREAD)
                .arg("COUNT")
                .arg(BATCH)
                .arg("BLOCK")
                .arg(block.toMillis())
                .arg("STREAMS")
                .arg(RevocationStream.KEY)
                .arg(last);
        loop.take(
                line.sendBlocking(read, block),
                answer -> {
                    failures = 0;
                    take(answer);
                    read();
                },
                this::failed);
    }

    private void failed(Throwable failure) {
        if (closed) {
            return;
        }
        failures++;
        if (failures == 1) {
            LOG.warn("Revocations cannot be followed now").cause(failure).log();
        }
        loop.after(backoff.after(failures), this::read);
    }

    private void take(@Nullable Response answer) {
        forgetEnded();
        if (answer == null || answer.size() == 0) {
            return;
        }
        Response entries = answer.isMap()
                ? answer.get(RevocationStream.KEY)
                : answer.get(0).get(1);
        for (Response entry : entries) {
            last = entry.get(0).toString();
            RevocationStream.Revocation revocation = RevocationStream.Revocation.read(entry);
            if (revocation != null && revocation.until() > clock.millis()) {
                revoked.put(revocation.grant(), revocation.until());
                listeners.forEach(listener -> listener.accept(revocation.grant()));
            }
        }
    }

    private void forgetEnded() {
        long now = clock.millis();
        revoked.values().removeIf(until -> until <= now);
    }

    @PreDestroy
    void close() {
        closed = true;
        redis.close(line);
    }
}
