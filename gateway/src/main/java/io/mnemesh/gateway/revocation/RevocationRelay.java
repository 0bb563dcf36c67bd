package io.mnemesh.gateway.revocation;

import io.mnemesh.mesh.identity.RevocationStream;
import io.mnemesh.mesh.postgres.QueuedConnections;
import io.mnemesh.mesh.redis.RedisLines;
import io.mnemesh.mesh.telemetry.LogKey;
import io.mnemesh.mesh.telemetry.MeshLog;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;

/**
 * Publishes revocations to Redis, where every service follows them: at once after the transaction, and again every second
 * what Redis did not take. What Redis lost is published again within a minute. Publishing twice does no harm.
 */
@ApplicationScoped
public class RevocationRelay {

    private static final MeshLog LOG = MeshLog.of(RevocationRelay.class);
    private static final int BATCH = 500;

    private final QueuedConnections connections;
    private final RedisLines redis;
    private final Revoking revoking;
    private final Clock clock;
    private volatile boolean failing;

    RevocationRelay(QueuedConnections connections, RedisLines redis, Revoking revoking, Clock clock) {
        this.connections = connections;
        this.redis = redis;
        this.revoking = revoking;
        this.clock = clock;
    }

    /** Publishes what is not published yet. Never fails: what could not be published now will be soon. */
    public Uni<Void> publish() {
        return pending()
                .invoke(() -> failing = false)
                .onFailure()
                .invoke(this::tellOnce)
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    private void tellOnce(Throwable failure) {
        if (!failing) {
            failing = true;
            LOG.warn("Revocations could not be published; they will be")
                    .with(LogKey.REASON, String.valueOf(failure.getMessage()))
                    .log();
        }
    }

    @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> retry() {
        return publish();
    }

    /** Forgets revocations that no token outlives, and starts over if Redis lost what it had been told. */
    @Scheduled(every = "1m", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> tidy() {
        return connections
                .with(connection -> connection
                        .preparedQuery("delete from revocation where ends_at < $1")
                        .execute(Tuple.of(OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))))
                .chain(() -> redis.send(Request.cmd(Command.EXISTS).arg(RevocationStream.KEY)))
                .chain(there -> isThere(there)
                        ? Uni.createFrom().voidItem()
                        : connections
                                .with(connection -> connection
                                        .query("update revocation set published = false where published")
                                        .execute())
                                .replaceWithVoid())
                .onFailure()
                .recoverWithNull();
    }

    private static boolean isThere(Response answer) {
        return answer != null && answer.toInteger() > 0;
    }

    private Uni<Void> pending() {
        return connections
                .with(connection -> connection
                        .preparedQuery("select grant_id, ends_at from revocation where not published limit $1")
                        .execute(Tuple.of(BATCH)))
                .chain(rows -> Multi.createFrom()
                        .iterable(rows)
                        .onItem()
                        .transformToUniAndConcatenate(this::tell)
                        .collect()
                        .last()
                        .chain(() -> rows.size() == BATCH
                                ? pending()
                                : Uni.createFrom().voidItem()));
    }

    private Uni<Void> tell(Row row) {
        UUID grant = row.getUUID("grant_id");
        var endsAt = row.getOffsetDateTime("ends_at").toInstant();
        return redis.send(RevocationStream.add(grant.toString(), endsAt, clock.instant(), revoking.longestLife()))
                .chain(() -> connections.with(connection -> connection
                        .preparedQuery("update revocation set published = true where grant_id = $1")
                        .execute(Tuple.of(grant))))
                .replaceWithVoid();
    }
}
