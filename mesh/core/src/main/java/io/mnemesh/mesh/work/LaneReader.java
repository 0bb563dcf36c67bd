package io.mnemesh.mesh.work;

import io.mnemesh.mesh.redis.ConsumerGroups;
import io.mnemesh.mesh.redis.Loop;
import io.mnemesh.mesh.redis.RedisLine;
import io.mnemesh.mesh.redis.RedisLines;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads one lane over a line of its own, never more than its server has room for: at most one read is under way, and
 * none while there is no room. Confined to the server's {@link Loop}.
 */
final class LaneReader {

    private final WorkRuntime runtime;
    private final WorkServer server;
    private final Loop loop;
    private final Lane lane;
    private final String key;
    private final RedisLine line;

    private boolean reading;
    private boolean hasGroup;
    private boolean stopped;
    private int failures;

    LaneReader(WorkRuntime runtime, WorkServer server, Loop loop, String service, Lane lane) {
        this.runtime = runtime;
        this.server = server;
        this.loop = loop;
        this.lane = lane;
        this.key = WorkKeys.lane(service, lane);
        this.line = runtime.redis().open();
    }

    boolean isReading() {
        return reading;
    }

    /** Starts a read if there is room and none is under way. */
    void poke() {
        if (reading || stopped) {
            return;
        }
        int room = server.demand(lane);
        if (room > 0) {
            reading = true;
            if (hasGroup) {
                read(room);
            } else {
                createGroup();
            }
        }
    }

    /** Reads no more; a read that is under way still delivers. */
    void stop() {
        stopped = true;
    }

    void close() {
        runtime.redis().close(line);
    }

    /** Takes over items that were delivered to workers that are gone. */
    void reclaim() {
        int room = server.demand(lane);
        if (stopped || !hasGroup || room < 1) {
            return;
        }
        Request claim = Request.cmd(Command.XAUTOCLAIM)
                .arg(key)
                .arg(WorkKeys.WORKERS)
                .arg(runtime.instance().id())
                .arg(runtime.config().reclaimIdle().toMillis())
                .arg("0-0")
                .arg("COUNT")
                .arg(room);
        loop.take(
                runtime.redis().send(claim),
                answer -> {
                    if (answer != null) {
                        server.reclaimed(lane, answer.get(1));
                    }
                },
                failure -> {});
    }

    /** Tells Redis that these items are still worked on. */
    void touch(List<String> ids) {
        if (ids.isEmpty()) {
            return;
        }
        var claim = Request.cmd(Command.XCLAIM)
                .arg(key)
                .arg(WorkKeys.WORKERS)
                .arg(runtime.instance().id())
                .arg(0);
        ids.forEach(claim::arg);
        loop.take(runtime.redis().send(claim.arg("JUSTID")), done -> {}, failure -> {});
    }

    private void createGroup() {
        loop.take(
                ConsumerGroups.ensure(line, key, WorkKeys.WORKERS),
                done -> {
                    hasGroup = true;
                    again();
                },
                this::failed);
    }

    private void read(int count) {
        RedisLines redis = runtime.redis();
        Duration block = redis.config().block();
        Request read = Request.cmd(Command.XREADGROUP)
                .arg("GROUP")
                .arg(WorkKeys.WORKERS)
                .arg(runtime.instance().id())
                .arg("COUNT")
                .arg(count)
                .arg("BLOCK")
                .arg(block.toMillis())
                .arg("STREAMS")
                .arg(key)
                .arg(">");
        loop.take(
                line.sendBlocking(read, block),
                answer -> {
                    failures = 0;
                    reading = false;
                    server.delivered(lane, entries(answer));
                },
                this::failed);
    }

    private void failed(Throwable failure) {
        failures++;
        hasGroup = false;
        loop.after(runtime.backoff().after(failures), this::again);
    }

    private void again() {
        reading = false;
        server.go();
    }

    /** The entries of the only stream of an answer, as RESP3 map or as RESP2 list; null for none. */
    private @Nullable Response entries(@Nullable Response answer) {
        if (answer == null || answer.size() == 0) {
            return null;
        }
        return answer.isMap() ? answer.get(key) : answer.get(0).get(1);
    }
}
