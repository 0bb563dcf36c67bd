package io.mnemesh.mesh.stream;

import io.mnemesh.mesh.problem.Failures;
import io.mnemesh.mesh.redis.RedisLines;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Stats read from Redis when asked; one script per partition and group, so each line is consistent in itself. */
@Singleton
final class RedisStreamStats implements StreamStats {

    private final RedisLines redis;
    private final int partitions;

    @Inject
    RedisStreamStats(RedisLines redis, StreamConfig config) {
        this.redis = redis;
        this.partitions = StreamConfig.validated(config).partitions();
    }

    @Override
    public Uni<List<PartitionStats>> partitions() {
        return Uni.join()
                .all(IntStream.range(0, partitions).mapToObj(this::partition).toList())
                .andFailFast();
    }

    @Override
    public Uni<List<GroupStats>> group(String group) {
        return Uni.join()
                .all(IntStream.range(0, partitions)
                        .mapToObj(partition -> group(partition, group))
                        .toList())
                .andFailFast();
    }

    private Uni<PartitionStats> partition(int partition) {
        String stream = StreamKeys.events(partition);
        return redis.send(Request.cmd(Command.XINFO).arg("STREAM").arg(stream))
                .chain(info -> groups(stream)
                        .chain(names -> groups(partition, names))
                        .map(groups -> stats(partition, named(Objects.requireNonNull(info)), groups)))
                .onFailure(failure -> Failures.isRedisError(failure, "ERR no such key"))
                .recoverWithItem(new PartitionStats(partition, 0, "", "0-0", List.of()));
    }

    private Uni<List<GroupStats>> groups(int partition, List<String> names) {
        if (names.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return Uni.join()
                .all(names.stream().map(name -> group(partition, name)).toList())
                .andFailFast();
    }

    private static PartitionStats stats(int partition, Map<String, Response> info, List<GroupStats> groups) {
        Response first = info.get("first-entry");
        return new PartitionStats(
                partition,
                Objects.requireNonNull(info.get("length")).toLong(),
                first == null || first.size() == 0 ? "" : first.get(0).toString(),
                Objects.requireNonNull(info.get("last-generated-id")).toString(),
                groups);
    }

    private Uni<List<String>> groups(String stream) {
        return redis.send(Request.cmd(Command.XINFO).arg("GROUPS").arg(stream)).map(answer -> {
            var names = new ArrayList<String>();
            Objects.requireNonNull(answer)
                    .forEach(group -> names.add(
                            Objects.requireNonNull(named(group).get("name")).toString()));
            return names;
        });
    }

    private Uni<GroupStats> group(int partition, String group) {
        return StreamScripts.INSPECT
                .run(
                        redis,
                        List.of(
                                StreamKeys.events(partition),
                                StreamKeys.deadLetters(partition, group),
                                StreamKeys.redelivery(partition, group)),
                        List.of(group))
                .map(answer -> stats(partition, group, answer));
    }

    private static GroupStats stats(int partition, String group, Response answer) {
        return new GroupStats(
                group,
                partition,
                answer.get(0).toLong(),
                answer.get(1).toLong(),
                age(answer.get(2).toString(), answer.get(5).toLong()),
                answer.get(3).toLong(),
                answer.get(4).toLong());
    }

    private static Duration age(String id, long now) {
        if (id.isEmpty()) {
            return Duration.ZERO;
        }
        long millis = Long.parseLong(id.substring(0, id.indexOf('-')));
        return Duration.ofMillis(Math.max(0, now - millis));
    }

    /** An answer of names and values, as RESP3 map or as RESP2 list. */
    private static Map<String, Response> named(Response answer) {
        var named = new TreeMap<String, Response>();
        if (answer.isMap()) {
            answer.getKeys().forEach(key -> put(named, key, answer.get(key)));
        } else {
            for (int i = 0; i + 1 < answer.size(); i += 2) {
                put(named, answer.get(i).toString(), answer.get(i + 1));
            }
        }
        return named;
    }

    /** The text of one name of an answer of names and values. */
    static String text(@Nullable Response answer, String name) {
        return Objects.requireNonNull(named(Objects.requireNonNull(answer)).get(name))
                .toString();
    }

    private static void put(Map<String, Response> named, String key, @Nullable Response value) {
        if (value != null) {
            named.put(key, value);
        }
    }
}
