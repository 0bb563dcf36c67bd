package io.mnemesh.realtime.history;

import io.mnemesh.mesh.redis.RedisConfig;
import io.mnemesh.mesh.redis.RedisLines;
import io.mnemesh.realtime.namespace.TestNamespaces;
import io.mnemesh.testing.ConfigDefaults;
import io.vertx.core.Vertx;
import io.vertx.redis.client.RedisOptions;
import java.util.Map;
import java.util.UUID;

/** Logs on a real Redis, made without the container. */
public final class TestLogs {

    private TestLogs() {}

    public static RedisLines lines(Vertx vertx, RedisOptions options) {
        return new RedisLines(vertx, options, ConfigDefaults.of(RedisConfig.class));
    }

    /** @param size messages kept per channel */
    public static ChannelLog log(RedisLines lines, int size) {
        var config = ConfigDefaults.with(
                HistoryConfig.class, Map.of("mnemesh.realtime.history.size", Integer.toString(size)));
        return new RedisChannelLog(lines, config, TestNamespaces.of(Map.of()), UUID::randomUUID);
    }
}
