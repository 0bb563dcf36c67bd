package io.mnemesh.mesh.stream;

import io.mnemesh.mesh.problem.Failures;
import io.mnemesh.mesh.redis.RedisLines;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/** The event log in Redis Streams. Thread-safe. */
@Singleton
final class RedisEventLog implements EventLog {

    private final StreamRuntime runtime;
    private final RedisLines redis;
    private final Set<FollowerRun> runs = ConcurrentHashMap.newKeySet();

    @Inject
    RedisEventLog(StreamRuntime runtime) {
        this.runtime = runtime;
        this.redis = runtime.redis();
    }

    @Override
    public Following follow(Cursor from, EventFollower follower) {
        var run = new FollowerRun(runtime, this::end, follower, runs::remove);
        runs.add(run);
        run.start(from);
        return run;
    }

    @Override
    public Uni<Cursor> end() {
        return Uni.join()
                .all(IntStream.range(0, runtime.config().partitions())
                        .mapToObj(this::last)
                        .toList())
                .andFailFast()
                .map(ends -> {
                    Map<Integer, String> positions = new TreeMap<>();
                    for (int partition = 0; partition < ends.size(); partition++) {
                        positions.put(partition, ends.get(partition));
                    }
                    return new Cursor(positions);
                });
    }

    @PreDestroy
    void close() {
        runs.forEach(FollowerRun::close);
    }

    private Uni<String> last(int partition) {
        return redis.send(Request.cmd(Command.XINFO).arg("STREAM").arg(StreamKeys.events(partition)))
                .map(info -> RedisStreamStats.text(info, "last-generated-id"))
                .onFailure(failure -> Failures.isRedisError(failure, "ERR no such key"))
                .recoverWithItem("0-0");
    }
}
