package io.mnemesh.realtime.backbone;

import io.mnemesh.mesh.redis.RedisLines;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.spi.transport.Transport;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An event loop without sockets of clients, and a line to Redis on it. A loop that has sockets is busy for as long as it
 * takes to write to all of them; what is published on its way to Redis and back would wait for that several times.
 * Thread-safe.
 */
@Singleton
public final class Backbone {

    private static final int DEFAULT_IO_SHARE = 50;

    /** Others that are closed after it still pass tasks on to it. */
    private static final long QUIET_SECONDS = 2;

    private static final long STOP_SECONDS = 5;

    private final EventLoopGroup group;
    private final ContextInternal context;
    private final RedisLines lines;

    /** @param redis where Redis is, and how it is talked to */
    @Inject
    public Backbone(Vertx vertx, RedisLines redis) {
        var internal = (VertxInternal) vertx;
        this.group = internal.transport()
                .eventLoopGroup(
                        Transport.IO_EVENT_LOOP_GROUP,
                        1,
                        new DefaultThreadFactory("mnemesh-backbone", true),
                        DEFAULT_IO_SHARE);
        this.context = internal.createEventLoopContext(
                group.next(), null, Thread.currentThread().getContextClassLoader());
        this.lines = new RedisLines(vertx, redis.options(), redis.config());
    }

    @PreDestroy
    public void close() {
        lines.close();
        var _ = group.shutdownGracefully(QUIET_SECONDS, STOP_SECONDS, TimeUnit.SECONDS);
    }

    /** The event loop. */
    public EventLoop loop() {
        return context.nettyEventLoop();
    }

    /** The context of the event loop: connections that are opened in it stay there. */
    public ContextInternal context() {
        return context;
    }

    /** Sends a command to Redis. Answers come on the Vert.x context of the caller, or on the event loop if it has none. */
    public Uni<@Nullable Response> send(Request request) {
        Context caller = Vertx.currentContext();
        Uni<@Nullable Response> answer =
                lines.send(request).runSubscriptionOn(task -> context.runOnContext(_ -> task.run()));
        return caller == null || caller.equals(context)
                ? answer
                : answer.emitOn(task -> caller.runOnContext(_ -> task.run()));
    }
}
