package io.mnemesh.mesh.stream;

import io.mnemesh.mesh.problem.Failures;
import io.mnemesh.mesh.redis.ConsumerGroups;
import io.mnemesh.mesh.redis.Loop;
import io.mnemesh.mesh.redis.RedisLine;
import io.mnemesh.mesh.redis.RedisLines;
import io.mnemesh.mesh.telemetry.LogKey;
import io.mnemesh.mesh.telemetry.MeshLog;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads one partition for one term of ownership, over a line of its own: takes over whatever was delivered before and not
 * acknowledged, then reads what is new, never more than the {@link Flight} has room for. Entries of types that the group
 * does not handle are acknowledged where they are read and do not come here, except those taken over.
 *
 * <p>Reading and taking over are scripts that check the lease, so a reader whose term has ended without its knowledge gets
 * nothing and says so. After any failed read the pending entries are taken over again, because the answer that was lost
 * may have delivered some; they come before newer ones, so order holds. An answer that arrives after the end is not
 * looked at: its entries are pending and the next owner takes them over.
 *
 * <p>Confined to the loop of its partition.
 */
final class TermReader {

    /** The one consumer name of all groups: the lease says which instance stands behind it. */
    private static final String CONSUMER = "owner";

    private static final String FIRST = "0-0";

    /** Where the reader is before its first read and after a failed one, whose answer may have been lost. */
    private static final String UNKNOWN = "";

    private static final MeshLog LOG = MeshLog.of(TermReader.class);

    private final GroupPartition partition;
    private final PartitionLease lease;
    private final Flight flight;
    private final EntryHandler handler;
    private final Runnable onFenced;
    private final RedisLines redis;
    private final RedisLine line;
    private final Loop loop;
    private final Set<String> types;
    private final Duration linger;

    private boolean reading = true;
    private String lastEvent = UNKNOWN;
    private String lastRedelivery = UNKNOWN;
    private int failures;

    /** @param onFenced what is done when Redis says that the lease is another's */
    TermReader(GroupPartition partition, PartitionLease lease, Flight flight, EntryHandler handler, Runnable onFenced) {
        this.partition = partition;
        this.lease = lease;
        this.flight = flight;
        this.handler = handler;
        this.onFenced = onFenced;
        this.redis = partition.redis();
        this.line = redis.open();
        this.loop = partition.loop();
        this.types = partition.types();
        this.linger = partition.subscription().linger();
    }

    void start() {
        takeOver();
    }

    /** Reads no more. */
    void stop() {
        reading = false;
    }

    void close() {
        stop();
        flight.forgetWaiter();
        redis.close(line);
    }

    private void takeOver() {
        lastEvent = UNKNOWN;
        lastRedelivery = UNKNOWN;
        loop.take(
                ConsumerGroups.ensure(redis, partition.events(), partition.group())
                        .chain(() -> ConsumerGroups.ensure(redis, partition.redelivery(), partition.group())),
                ready -> takeOver(partition.redelivery(), FIRST, () -> takeOver(partition.events(), FIRST, this::read)),
                this::failed);
    }

    private void takeOver(String stream, String from, Runnable then) {
        if (!reading || flight.waitsForRoom(() -> takeOver(stream, from, then))) {
            return;
        }
        var claim = StreamScripts.CLAIM.run(
                line,
                List.of(lease.key(), stream),
                List.of(
                        lease.token(),
                        partition.group(),
                        CONSUMER,
                        from,
                        Integer.toString(partition.config().batch())));
        loop.take(
                claim,
                answer -> {
                    if (!reading) {
                        return;
                    }
                    handler.accept(stream, StreamEntry.list(answer.get(1)));
                    String next = answer.get(0).toString();
                    if (next.equals(FIRST)) {
                        then.run();
                    } else {
                        takeOver(stream, next, then);
                    }
                },
                this::failed);
    }

    private void read() {
        if (!reading || flight.waitsForRoom(this::read)) {
            return;
        }
        int count = Math.min(partition.config().batch(), flight.room());
        var arguments = new ArrayList<>(List.of(
                lease.token(), partition.group(), CONSUMER, Integer.toString(count), lastEvent, lastRedelivery));
        arguments.addAll(types);
        var read = StreamScripts.READ.run(
                line, List.of(lease.key(), partition.events(), partition.redelivery()), arguments);
        loop.take(
                read,
                answer -> {
                    if (!reading) {
                        return;
                    }
                    failures = 0;
                    lastEvent = answer.get(2).toString();
                    lastRedelivery = answer.get(3).toString();
                    handler.accept(partition.redelivery(), StreamEntry.list(answer.get(1)));
                    handler.accept(partition.events(), StreamEntry.list(answer.get(0)));
                    if (answer.get(4).toInteger() == 1) {
                        read();
                    } else {
                        await();
                    }
                },
                this::failed);
    }

    /** Blocks until something newer than the last entries is there, or for a while; then reads, at once or a little later. */
    private void await() {
        Duration block = redis.config().block();
        Request wait = Request.cmd(Command.XREAD)
                .arg("COUNT")
                .arg(1)
                .arg("BLOCK")
                .arg(block.toMillis())
                .arg("STREAMS")
                .arg(partition.events())
                .arg(partition.redelivery())
                .arg(lastEvent)
                .arg(lastRedelivery);
        loop.take(
                line.sendBlocking(wait, block),
                ignored -> {
                    if (linger.isZero()) {
                        read();
                    } else {
                        loop.after(linger, this::read);
                    }
                },
                this::failed);
    }

    private void failed(Throwable failure) {
        if (!reading) {
            return;
        }
        if (Failures.isRedisError(failure, "FENCED")) {
            onFenced.run();
            return;
        }
        failures++;
        LOG.debug("Reading a partition failed and is tried again")
                .with(LogKey.GROUP, partition.group())
                .with(LogKey.STREAM, partition.events())
                .with(LogKey.ATTEMPT, failures)
                .cause(failure)
                .log();
        loop.after(partition.retry().after(failures), () -> {
            if (reading) {
                takeOver();
            }
        });
    }
}
