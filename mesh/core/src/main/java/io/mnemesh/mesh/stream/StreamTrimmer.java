package io.mnemesh.mesh.stream;

import io.mnemesh.mesh.redis.Loop;
import io.mnemesh.mesh.redis.RedisLines;
import io.mnemesh.mesh.telemetry.MeshLog;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * Keeps the event log from growing without end. In each interval one instance of the mesh per partition removes entries
 * that are older than the retention, beyond the number to keep, and read and acknowledged by every group; the check and
 * the removal are one script, so no group can fall under it in between.
 *
 * <p>A group that nobody runs any more holds up the trimming, because only an operator can know that it is not just
 * away: its age of the oldest unread event grows, which is what to alert on, and {@link Replay#forget} removes it.
 *
 * <p>Each script removes a bounded number of entries, so that Redis is not held up.
 */
@Singleton
final class StreamTrimmer {

    private static final MeshLog LOG = MeshLog.of(StreamTrimmer.class);
    private static final int STEP = 500;

    private final StreamRuntime runtime;
    private final RedisLines redis;
    private final Loop loop;
    private volatile boolean stopped;

    @Inject
    StreamTrimmer(StreamRuntime runtime) {
        this.runtime = runtime;
        this.redis = runtime.redis();
        this.loop = new Loop(runtime.vertx());
    }

    void start(@Observes StartupEvent event) {
        later();
    }

    void stop(@Observes ShutdownEvent event) {
        stopped = true;
    }

    /** Trims all partitions now, whoever's turn it is. @return entries removed */
    Uni<Long> trim() {
        return Multi.createFrom()
                .range(0, runtime.config().partitions())
                .onItem()
                .transformToUniAndConcatenate(partition -> trim(partition, 0))
                .collect()
                .with(java.util.stream.Collectors.summingLong(removed -> removed));
    }

    private void later() {
        if (!stopped) {
            loop.after(
                    runtime.config().trimInterval(),
                    () -> loop.take(takeTurns(), done -> later(), failure -> {
                        LOG.debug("Trimming failed and is tried again later")
                                .cause(failure)
                                .log();
                        later();
                    }));
        }
    }

    private Uni<Void> takeTurns() {
        return Multi.createFrom()
                .range(0, runtime.config().partitions())
                .onItem()
                .transformToUniAndConcatenate(this::takeTurn)
                .onItem()
                .ignoreAsUni();
    }

    private Uni<Long> takeTurn(int partition) {
        Request turn = Request.cmd(Command.SET)
                .arg(StreamKeys.trimTurn(partition))
                .arg(runtime.instance().id())
                .arg("NX")
                .arg("PX")
                .arg(runtime.config().trimInterval().toMillis());
        return redis.send(turn).chain(mine -> mine == null ? Uni.createFrom().item(0L) : trim(partition, 0));
    }

    private Uni<Long> trim(int partition, long before) {
        var trim = StreamScripts.TRIM.run(
                redis,
                List.of(StreamKeys.events(partition), StreamKeys.trimmed(partition)),
                List.of(
                        Long.toString(runtime.config().retention().toMillis()),
                        Integer.toString(runtime.config().retainedEntries()),
                        Integer.toString(STEP)));
        return trim.chain(answer -> {
            long removed = answer.toLong();
            runtime.metrics().trimmed(partition).increment((double) removed);
            long sum = before + removed;
            return removed < STEP ? Uni.createFrom().item(sum) : trim(partition, sum);
        });
    }
}
