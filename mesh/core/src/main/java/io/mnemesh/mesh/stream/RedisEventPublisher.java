package io.mnemesh.mesh.stream;

import io.mnemesh.mesh.event.EventCodec;
import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.redis.RedisLines;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Publisher over the shared line: one pipelined batch of XADD per partition, so that on Redis Cluster a batch stays in
 * one slot and in order. Thread-safe; two publish calls that overlap are not ordered against each other.
 */
@Singleton
final class RedisEventPublisher implements EventPublisher {

    private final RedisLines redis;
    private final EventCodec codec;
    private final Partitioner partitioner;

    @Inject
    RedisEventPublisher(RedisLines redis, EventCodec codec, StreamConfig config) {
        this.redis = redis;
        this.codec = codec;
        this.partitioner = new Partitioner(StreamConfig.validated(config).partitions());
    }

    @Override
    public Uni<List<String>> publish(List<? extends MeshEvent<?>> events) {
        if (events.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        Map<Integer, List<Integer>> byPartition = new TreeMap<>();
        for (int i = 0; i < events.size(); i++) {
            MeshEvent<?> event = events.get(i);
            byPartition
                    .computeIfAbsent(partitioner.partition(event.tenant(), event.subject()), p -> new ArrayList<>())
                    .add(i);
        }
        var ids = new String[events.size()];
        List<Uni<Void>> appends = byPartition.entrySet().stream()
                .map(part -> append(part.getKey(), part.getValue(), events, ids))
                .toList();
        return Uni.join().all(appends).andFailFast().map(all -> Arrays.asList(ids));
    }

    private Uni<Void> append(int partition, List<Integer> indexes, List<? extends MeshEvent<?>> events, String[] ids) {
        List<Request> adds = indexes.stream()
                .map(i -> add(partition, codec.encode(events.get(i))))
                .toList();
        return redis.batch(adds).invoke(answers -> take(answers, indexes, ids)).replaceWithVoid();
    }

    private static void take(List<Response> answers, List<Integer> indexes, String[] ids) {
        for (int i = 0; i < answers.size(); i++) {
            ids[indexes.get(i)] = answers.get(i).toString();
        }
    }

    private static Request add(int partition, Map<String, String> fields) {
        var add = Request.cmd(Command.XADD).arg(StreamKeys.events(partition)).arg("*");
        fields.forEach((field, value) -> add.arg(field).arg(value));
        return add;
    }
}
