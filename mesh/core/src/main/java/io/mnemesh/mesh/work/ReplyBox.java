package io.mnemesh.mesh.work;

import io.mnemesh.mesh.redis.ConsumerGroups;
import io.mnemesh.mesh.redis.Loop;
import io.mnemesh.mesh.redis.RedisLine;
import io.mnemesh.mesh.redis.RedisLines;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The reply stream of this instance: made with the first request, read over a line of its own, trimmed behind the
 * reading, and gone from Redis a while after the instance is. Workers write only to streams that exist, so replies to
 * the dead are not kept.
 *
 * <p>Confined to its {@link Loop}; {@link #ready()}, {@link #close()} may be called from any thread.
 */
final class ReplyBox {

    private static final int BATCH = 16;

    private final WorkRuntime runtime;
    private final RedisLines redis;
    private final Consumer<WireReply> onReply;
    private final String key;
    private final Loop loop;
    private final List<Runnable> waiting = new ArrayList<>();

    private volatile boolean ready;
    private boolean started;
    private boolean closed;
    private @Nullable RedisLine line;
    private String last = "0-0";
    private int failures;

    ReplyBox(WorkRuntime runtime, Consumer<WireReply> onReply) {
        this.runtime = runtime;
        this.redis = runtime.redis();
        this.onReply = onReply;
        this.key = WorkKeys.reply(runtime.instance().id());
        this.loop = new Loop(runtime.vertx());
    }

    String key() {
        return key;
    }

    /** Completes when replies can be received. */
    Uni<Void> ready() {
        if (ready) {
            return Uni.createFrom().voidItem();
        }
        return Uni.createFrom()
                .emitter(emitter -> loop.run(() -> {
                    if (ready) {
                        emitter.complete(null);
                    } else {
                        waiting.add(() -> emitter.complete(null));
                        start();
                    }
                }));
    }

    void close() {
        loop.run(() -> {
            closed = true;
            if (line != null) {
                redis.close(line);
            }
        });
    }

    private void start() {
        if (!started && !closed) {
            started = true;
            RedisLine own = redis.open();
            line = own;
            open(own);
            loop.after(refresh(), this::refreshed);
        }
    }

    private Duration refresh() {
        return runtime.config().replyTtl().dividedBy(6);
    }

    /** Makes the stream if it is not there, then reads on. */
    private void open(RedisLine own) {
        if (!closed) {
            loop.take(ensure(), done -> read(own), failure -> failed(own));
        }
    }

    private Uni<Void> ensure() {
        Request expire = Request.cmd(Command.PEXPIRE)
                .arg(key)
                .arg(runtime.config().replyTtl().toMillis());
        return ConsumerGroups.ensure(redis, key, "made")
                .invoke(isNew -> {
                    if (isNew) {
                        loop.run(() -> last = "0-0");
                    }
                })
                .chain(() -> redis.send(expire))
                .replaceWithVoid();
    }

    private void refreshed() {
        if (!closed) {
            loop.take(ensure(), done -> {}, failure -> {});
            loop.after(refresh(), this::refreshed);
        }
    }

    private void read(RedisLine own) {
        if (closed) {
            return;
        }
        ready = true;
        waiting.forEach(Runnable::run);
        waiting.clear();
        Duration block = redis.config().block();
        Request read = Request.cmd(Command.XREAD)
                .arg("COUNT")
                .arg(BATCH)
                .arg("BLOCK")
                .arg(block.toMillis())
                .arg("STREAMS")
                .arg(key)
                .arg(last);
        loop.take(
                own.sendBlocking(read, block),
                answer -> {
                    failures = 0;
                    take(answer);
                    read(own);
                },
                failure -> failed(own));
    }

    private void failed(RedisLine own) {
        failures++;
        loop.after(runtime.backoff().after(failures), () -> open(own));
    }

    private void take(@Nullable Response answer) {
        if (answer == null || answer.size() == 0) {
            return;
        }
        Response entries = answer.isMap() ? answer.get(key) : answer.get(0).get(1);
        for (Response entry : entries) {
            last = entry.get(0).toString();
            WireReply reply = WireReply.read(entry);
            if (reply != null) {
                onReply.accept(reply);
            }
        }
        trim();
    }

    private void trim() {
        int dash = last.indexOf('-');
        String next = last.substring(0, dash + 1) + (Long.parseLong(last.substring(dash + 1)) + 1);
        loop.take(redis.send(Request.cmd(Command.XTRIM).arg(key).arg("MINID").arg(next)), done -> {}, failure -> {});
    }
}
