package io.mnemesh.mesh.redis;

import io.mnemesh.embedded.EmbeddedRedis;
import io.mnemesh.embedded.RedisOptions;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.Map;

/** One real Redis for the tests of this JVM, emptied when asked, and lines to it. */
public final class RedisFixture {

    public static final Vertx VERTX = Vertx.vertx();
    public static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final EmbeddedRedis SERVER = EmbeddedRedis.start(RedisOptions.temporary());
    private static final RedisLines ADMIN = lines();

    private RedisFixture() {}

    /** The server, for tests that stop or kill it. They leave it running. */
    public static EmbeddedRedis server() {
        return SERVER;
    }

    /** New lines, as a new process would have. The test closes them. */
    public static RedisLines lines() {
        return lines(SERVER.url());
    }

    public static RedisLines lines(String url) {
        var options = new io.vertx.redis.client.RedisOptions().setConnectionString(url);
        return new RedisLines(VERTX, options, config(RedisConfig.class, Map.of("mnemesh.redis.block", "200ms")));
    }

    public static void flush() {
        command(Request.cmd(Command.FLUSHALL));
    }

    /** Sends a command and waits for its answer. */
    public static Response command(Request request) {
        return ADMIN.send(request).await().atMost(PATIENCE);
    }

    /** A configuration with the defaults of its mapping and these values. */
    public static <T> T config(Class<T> mapping, Map<String, String> values) {
        var builder = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withMapping(mapping);
        values.forEach(builder::withDefaultValue);
        return builder.build().getConfigMapping(mapping);
    }
}
