package io.mnemesh.launcher.stack;

import io.mnemesh.embedded.EmbeddedRedis;
import io.mnemesh.embedded.RedisOptions;

/** The stack's Redis, with an append-only file. */
final class RedisProcess extends EmbeddedProcess<EmbeddedRedis> {

    RedisProcess(StackConfig config) {
        super("redis", () -> EmbeddedRedis.start(options(config)));
    }

    private static RedisOptions options(StackConfig config) {
        return RedisOptions.durable(config.ports().redis(), config.data().resolve("redis"))
                .withLog(config.logs().resolve("redis.log"));
    }
}
