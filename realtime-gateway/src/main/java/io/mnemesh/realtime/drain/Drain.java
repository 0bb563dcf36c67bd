package io.mnemesh.realtime.drain;

import io.mnemesh.mesh.telemetry.MeshLog;
import io.mnemesh.realtime.hub.Connection;
import io.mnemesh.realtime.hub.Hub;
import io.mnemesh.realtime.hub.LoopShard;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The graceful end: takes nobody new, then closes the connections one small group after the other, each told when to come
 * back, so that the other nodes are not overrun.
 */
@ApplicationScoped
public class Drain {

    private static final MeshLog LOG = MeshLog.of(Drain.class);
    private static final Duration STEP = Duration.ofMillis(50);
    private static final Duration FAREWELL = Duration.ofMillis(200);

    private final Hub hub;
    private final Draining draining;
    private final DrainConfig config;

    Drain(Hub hub, Draining draining, DrainConfig config) {
        this.hub = hub;
        this.draining = draining;
        this.config = config.validated();
    }

    /** Before the server stops; the framework waits. */
    void onShutdown(@Observes ShutdownDelayInitiatedEvent event) {
        try {
            begin().get(config.over().plusSeconds(1).toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.warn("Not every connection was closed in good order").log();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Starts draining. Completes when the last connection has been told; one whose handshake was over before and whose
     * session opens after this is told by its session.
     */
    CompletableFuture<Void> begin() {
        draining.begin();
        Collection<LoopShard> shards = hub.shards();
        return CompletableFuture.allOf(shards.stream().map(this::drain).toArray(CompletableFuture<?>[]::new));
    }

    private CompletableFuture<Void> drain(LoopShard shard) {
        var done = new CompletableFuture<Void>();
        shard.loop().execute(() -> {
            Deque<Connection> left = new ArrayDeque<>(shard.connections());
            if (left.isEmpty()) {
                done.complete(null);
                return;
            }
            long steps = Math.max(1, config.over().dividedBy(STEP));
            closeSome(shard, left, (int) Math.ceilDiv(left.size(), steps), done);
        });
        return done;
    }

    private void closeSome(LoopShard shard, Deque<Connection> left, int some, CompletableFuture<Void> done) {
        for (int i = 0; i < some && !left.isEmpty(); i++) {
            left.removeFirst().peer().onDrain(draining.pause());
        }
        if (left.isEmpty()) {
            var _ = shard.loop().schedule(() -> done.complete(null), FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
        } else {
            var _ = shard.loop()
                    .schedule(() -> closeSome(shard, left, some, done), STEP.toMillis(), TimeUnit.MILLISECONDS);
        }
    }
}
