package io.mnemesh.mesh.stream;

import io.mnemesh.mesh.problem.Failures;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.redis.RedisLines;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Replay by XGROUP SETID, partition by partition: a failure can leave some partitions reset and others not, and calling
 * again completes it. Thread-safe.
 */
@Singleton
final class RedisReplay implements Replay {

    private static final Pattern ENTRY = Pattern.compile("\\d{1,20}-\\d{1,20}");

    /** Above every sequence number in use, and exact as a number of Lua. */
    private static final String LAST_IN_MILLI = "-" + ((1L << 53) - 2);

    private final RedisLines redis;
    private final int partitions;

    @Inject
    RedisReplay(RedisLines redis, StreamConfig config) {
        this.redis = redis;
        this.partitions = StreamConfig.validated(config).partitions();
    }

    @Override
    public Uni<Void> fromTime(String group, Instant time) {
        long millis = Math.max(0, time.toEpochMilli());
        String before = millis == 0 ? "0-0" : (millis - 1) + LAST_IN_MILLI;
        var after = new TreeMap<Integer, String>();
        IntStream.range(0, partitions).forEach(partition -> after.put(partition, before));
        return afterEntries(group, after);
    }

    @Override
    public Uni<Void> afterEntries(String group, Map<Integer, String> after) {
        for (Map.Entry<Integer, String> place : after.entrySet()) {
            if (place.getKey() < 0 || place.getKey() >= partitions) {
                return Uni.createFrom()
                        .failure(
                                ProblemException.invalid("partition", "Partitions are 0 to " + (partitions - 1) + "."));
            }
            if (!ENTRY.matcher(place.getValue()).matches()) {
                return Uni.createFrom().failure(ProblemException.invalid("entry", "An entry id has the form ms-seq."));
            }
        }
        return Uni.join()
                .all(after.entrySet().stream()
                        .map(place -> reset(group, place.getKey(), place.getValue()))
                        .toList())
                .andCollectFailures()
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> forget(String group) {
        return Uni.join()
                .all(IntStream.range(0, partitions)
                        .mapToObj(partition -> forget(group, partition))
                        .toList())
                .andCollectFailures()
                .replaceWithVoid();
    }

    private Uni<Void> reset(String group, int partition, String after) {
        return redis.send(Request.cmd(Command.XGROUP)
                        .arg("SETID")
                        .arg(StreamKeys.events(partition))
                        .arg(group)
                        .arg(after))
                .onFailure(RedisReplay::isUnknown)
                .transform(failure -> ProblemException.notFound("There is no consumer group " + group + "."))
                .replaceWithVoid();
    }

    private Uni<Void> forget(String group, int partition) {
        return redis.send(Request.cmd(Command.XGROUP)
                        .arg("DESTROY")
                        .arg(StreamKeys.events(partition))
                        .arg(group))
                .onFailure(RedisReplay::isUnknown)
                .recoverWithNull()
                .replaceWithVoid();
    }

    private static boolean isUnknown(Throwable failure) {
        return Failures.isRedisError(failure, "NOGROUP") || Failures.isRedisError(failure, "ERR The XGROUP subcommand");
    }
}
