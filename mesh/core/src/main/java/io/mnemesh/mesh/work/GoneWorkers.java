package io.mnemesh.mesh.work;

import io.mnemesh.mesh.redis.Loop;
import io.mnemesh.mesh.redis.RedisLines;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The names of workers of a service that are long gone, which Redis would keep for ever. One is removed when it was silent
 * for an hour and has nothing pending, so nothing is lost with it. Confined to the server's {@link Loop}.
 */
final class GoneWorkers {

    private static final Duration SILENCE = Duration.ofHours(1);

    private final RedisLines redis;
    private final Loop loop;
    private final String service;
    private long forgottenAt;

    GoneWorkers(RedisLines redis, Loop loop, String service) {
        this.redis = redis;
        this.loop = loop;
        this.service = service;
    }

    /** Removes them at the first call and then once per hour. */
    void forgetFromTimeToTime() {
        long now = System.nanoTime();
        if (forgottenAt == 0 || now - forgottenAt > SILENCE.toNanos()) {
            forgottenAt = now;
            for (Lane lane : Lane.values()) {
                forget(WorkKeys.lane(service, lane));
            }
        }
    }

    private void forget(String key) {
        Request ask = Request.cmd(Command.XINFO).arg("CONSUMERS").arg(key).arg(WorkKeys.WORKERS);
        loop.take(
                redis.send(ask),
                answer -> {
                    if (answer != null) {
                        answer.forEach(worker -> forget(key, named(worker)));
                    }
                },
                failure -> {});
    }

    private void forget(String key, Map<String, Response> worker) {
        Response name = worker.get("name");
        Response pending = worker.get("pending");
        Response idle = worker.get("idle");
        if (name != null
                && pending != null
                && idle != null
                && pending.toLong() == 0
                && idle.toLong() > SILENCE.toMillis()) {
            Request forget = Request.cmd(Command.XGROUP)
                    .arg("DELCONSUMER")
                    .arg(key)
                    .arg(WorkKeys.WORKERS)
                    .arg(name.toString());
            loop.take(redis.send(forget), done -> {}, failure -> {});
        }
    }

    private static Map<String, Response> named(Response answer) {
        if (!answer.isMap()) {
            return WireItem.fields(answer);
        }
        var named = new HashMap<String, Response>();
        answer.getKeys().forEach(key -> named.put(key, answer.get(key)));
        return named;
    }
}
