package io.mnemesh.mesh.stream;

import io.mnemesh.mesh.redis.Loop;
import io.mnemesh.mesh.redis.RedisLine;
import io.mnemesh.mesh.redis.RedisLines;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Reads one partition for one follower, batch after batch, over a line of its own. Each read first checks in the same
 * script that nothing is missing between the position and the oldest retained entry, so a follower that falls behind the
 * trimming notices too. Confined to the follower's {@link Loop}; {@link #behind()} may be read from any thread.
 */
final class PartitionReader {

    /** Position before the first entry. */
    static final String START = "0-0";

    private static final long COUNT_EVERY = TimeUnit.SECONDS.toNanos(1);

    private final StreamRuntime runtime;
    private final Loop loop;
    private final int partition;
    private final FollowerRun run;
    private final RedisLine line;

    private String position;
    private boolean closed;
    private int failures;
    private long countedAt;
    private volatile long behind = -1;

    PartitionReader(StreamRuntime runtime, Loop loop, int partition, String position, FollowerRun run) {
        this.runtime = runtime;
        this.loop = loop;
        this.partition = partition;
        this.position = position;
        this.run = run;
        this.line = runtime.redis().open();
    }

    int partition() {
        return partition;
    }

    /** Entries not taken in yet, as last counted; negative before the first read. */
    long behind() {
        return behind;
    }

    void start() {
        countedAt = System.nanoTime() - COUNT_EVERY;
        read();
    }

    void close() {
        closed = true;
        runtime.redis().close(line);
    }

    private void read() {
        if (closed) {
            return;
        }
        boolean counts = System.nanoTime() - countedAt >= COUNT_EVERY;
        var follow = StreamScripts.FOLLOW.run(
                line,
                List.of(StreamKeys.events(partition), StreamKeys.trimmed(partition)),
                List.of(position, Integer.toString(runtime.config().batch()), counts ? "1" : "0"));
        loop.take(
                follow,
                answer -> {
                    if (!closed) {
                        failures = 0;
                        take(answer, counts);
                    }
                },
                this::failed);
    }

    private void take(Response answer, boolean counted) {
        if (answer.get(0).toInteger() == 1) {
            run.gap(this);
            return;
        }
        List<StreamEntry> entries = StreamEntry.list(answer.get(1));
        if (entries.isEmpty()) {
            behind = 0;
            await(answer.get(2).toString());
            return;
        }
        long left = answer.get(3).toLong();
        if (counted) {
            countedAt = System.nanoTime();
            behind = entries.size() + left;
        } else {
            behind = Math.max(behind, entries.size());
        }
        String last = entries.getLast().id();
        run.offer(this, entries, () -> {
            position = last;
            if (entries.size() < runtime.config().batch()) {
                behind = 0;
                await(last);
            } else {
                behind = Math.max(0, behind - entries.size());
                read();
            }
        });
    }

    /** Blocks until something newer is there, or for a while. */
    private void await(String last) {
        if (closed) {
            return;
        }
        RedisLines redis = runtime.redis();
        Duration block = redis.config().block();
        Request wait = Request.cmd(Command.XREAD)
                .arg("COUNT")
                .arg(1)
                .arg("BLOCK")
                .arg(block.toMillis())
                .arg("STREAMS")
                .arg(StreamKeys.events(partition))
                .arg(last);
        loop.take(line.sendBlocking(wait, block), ignored -> read(), this::failed);
    }

    private void failed(Throwable failure) {
        if (!closed) {
            failures++;
            loop.after(StreamConfig.retry(runtime.config()).after(failures), this::read);
        }
    }
}
