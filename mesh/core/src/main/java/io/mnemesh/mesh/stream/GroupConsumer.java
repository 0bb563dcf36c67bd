package io.mnemesh.mesh.stream;

import io.micrometer.core.instrument.Gauge;
import io.mnemesh.mesh.redis.Loop;
import io.mnemesh.mesh.redis.RedisLines;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * This instance's part in one consumer group. Three times per lease it says that it is alive and learns who else is;
 * rendezvous hashing then names the owner of each partition, the same on every instance that sees the same members. While
 * instances disagree for a moment, the leases decide: who should not own a partition any more finishes what runs and
 * gives its lease back, who should takes it as soon as it is free.
 *
 * <p>Without Redis nothing is owned for longer than a lease; what was owned is taken again when Redis is back.
 *
 * <p>Thread-safe: state is confined to the {@link Loop}.
 */
final class GroupConsumer {

    private final StreamRuntime runtime;
    private final RedisLines redis;
    private final String group;
    private final Loop loop;
    private final List<PartitionConsumer> partitions;
    private final Duration beat;
    private final AtomicInteger owned = new AtomicInteger();

    private boolean stopped;
    private long timer;

    GroupConsumer(StreamRuntime runtime, EventSubscription subscription) {
        this.runtime = runtime;
        this.redis = runtime.redis();
        this.group = subscription.group();
        this.loop = new Loop(runtime.vertx());
        this.beat = runtime.config().leaseTtl().dividedBy(3);
        this.partitions = IntStream.range(0, runtime.config().partitions())
                .mapToObj(partition -> new PartitionConsumer(runtime, subscription, partition))
                .toList();
        Gauge.builder(StreamMetrics.OWNED, owned, AtomicInteger::get)
                .tag(StreamMetrics.GROUP, group)
                .register(runtime.metrics().registry());
    }

    void start() {
        loop.run(this::heartbeat);
    }

    /** Stops reading, lets running handlers finish and gives the partitions to the other instances. */
    Uni<Void> stop() {
        return Uni.createFrom()
                .<Void>emitter(emitter -> loop.run(() -> {
                    stopped = true;
                    loop.cancel(timer);
                    emitter.complete(null);
                }))
                .chain(this::releaseAll)
                .chain(this::leave);
    }

    private Uni<Void> releaseAll() {
        return Uni.join()
                .all(partitions.stream().map(PartitionConsumer::release).toList())
                .andCollectFailures()
                .replaceWithVoid();
    }

    private Uni<Void> leave() {
        return redis.send(Request.cmd(Command.ZREM)
                        .arg(StreamKeys.members(group))
                        .arg(runtime.instance().id()))
                .replaceWithVoid()
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    private void heartbeat() {
        if (stopped) {
            return;
        }
        var alive = StreamScripts.HEARTBEAT.run(
                redis,
                List.of(StreamKeys.members(group)),
                List.of(
                        runtime.instance().id(),
                        Long.toString(runtime.config().leaseTtl().toMillis())));
        loop.take(alive, this::assign, failure -> assign(null));
    }

    /** @param members null if they are not known: then what is owned is kept as long as its lease allows */
    private void assign(@Nullable Response members) {
        if (stopped) {
            return;
        }
        var names = new ArrayList<String>();
        if (members != null) {
            members.forEach(member -> names.add(member.toString()));
        }
        int mine = 0;
        for (int partition = 0; partition < partitions.size(); partition++) {
            boolean shouldOwn = members == null
                    || runtime.instance().id().equals(Rendezvous.owner(names, StreamKeys.events(partition)));
            partitions.get(partition).heartbeat(shouldOwn);
            mine += shouldOwn ? 1 : 0;
        }
        owned.set(members == null ? 0 : mine);
        timer = loop.after(beat, this::heartbeat);
    }
}
