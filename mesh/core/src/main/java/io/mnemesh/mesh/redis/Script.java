package io.mnemesh.mesh.redis;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.List;

/**
 * A Lua script that Redis runs atomically. All its keys have the same hash tag, so that it runs on Redis Cluster. It is
 * sent as text each time (Redis keeps it compiled), which needs no handling of script caches after a restart or failover.
 */
public record Script(String text) {

    /** The command that runs the script. */
    public Request call(List<String> keys, List<String> arguments) {
        var request = Request.cmd(Command.EVAL).arg(text).arg(keys.size());
        keys.forEach(request::arg);
        arguments.forEach(request::arg);
        return request;
    }
}
