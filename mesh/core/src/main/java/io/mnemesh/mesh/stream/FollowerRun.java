package io.mnemesh.mesh.stream;

import io.micrometer.core.instrument.Gauge;
import io.mnemesh.mesh.event.UndecodableEventException;
import io.mnemesh.mesh.redis.Loop;
import io.mnemesh.mesh.telemetry.LogKey;
import io.mnemesh.mesh.telemetry.MeshLog;
import io.opentelemetry.api.trace.Span;
import io.smallrye.mutiny.Uni;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A follower that runs: one reader per partition, and one gate through which their batches and gaps reach the follower
 * one at a time.
 *
 * <p>When any reader finds a gap, all readers are stopped and dropped with the batches they hold, the end of the log is
 * read, the follower rebuilds, and new readers start at that end. What is published while it rebuilds comes after that
 * end, so it is followed; what the rebuild saw already comes twice, which followers must bear anyway.
 *
 * <p>Confined to its {@link Loop}; {@link #backlog()} and {@link #close()} may be called from any thread.
 */
final class FollowerRun implements EventLog.Following {

    private static final MeshLog LOG = MeshLog.of(FollowerRun.class);

    private final StreamRuntime runtime;
    private final Supplier<Uni<Cursor>> end;
    private final EventFollower follower;
    private final Consumer<FollowerRun> onClosed;
    private final Loop loop;
    private final Gauge gauge;
    private final Deque<Turn> turns = new ArrayDeque<>();

    private volatile List<PartitionReader> readers = List.of();
    private volatile boolean closed;
    private boolean busy;

    FollowerRun(
            StreamRuntime runtime, Supplier<Uni<Cursor>> end, EventFollower follower, Consumer<FollowerRun> onClosed) {
        this.runtime = runtime;
        this.end = end;
        this.follower = follower;
        this.onClosed = onClosed;
        this.loop = new Loop(runtime.vertx());
        this.gauge = Gauge.builder(StreamMetrics.FOLLOWER_BACKLOG, this, FollowerRun::backlog)
                .tag(StreamMetrics.FOLLOWER, follower.name())
                .register(runtime.metrics().registry());
    }

    void start(Cursor from) {
        loop.run(() -> read(from));
    }

    @Override
    public long backlog() {
        List<PartitionReader> current = readers;
        if (current.isEmpty()) {
            return Long.MAX_VALUE;
        }
        long sum = 0;
        for (PartitionReader reader : current) {
            long behind = reader.behind();
            if (behind < 0) {
                return Long.MAX_VALUE;
            }
            sum += behind;
        }
        return sum;
    }

    @Override
    public void close() {
        closed = true;
        loop.run(() -> {
            turns.clear();
            readers.forEach(PartitionReader::close);
        });
        runtime.metrics().registry().remove(gauge);
        onClosed.accept(this);
    }

    private void read(Cursor from) {
        if (closed) {
            return;
        }
        readers = IntStream.range(0, runtime.config().partitions())
                .mapToObj(partition -> new PartitionReader(
                        runtime,
                        loop,
                        partition,
                        from.positions().getOrDefault(partition, PartitionReader.START),
                        this))
                .toList();
        readers.forEach(PartitionReader::start);
    }

    /** Hands entries of a reader to the follower in their turn; {@code then} runs when it has taken them in. */
    void offer(PartitionReader reader, List<StreamEntry> entries, Runnable then) {
        List<EventFollower.FollowedEvent> events = decode(reader.partition(), entries);
        if (events.isEmpty()) {
            then.run();
            return;
        }
        turns.add(new Turn(reader, () -> follower.onEvents(events), then));
        next();
    }

    /** Tells of a gap that a reader has found. */
    void gap(PartitionReader finder) {
        if (closed || !readers.contains(finder)) {
            return;
        }
        LOG.info("Entries are gone from the event log; the follower rebuilds")
                .with(LogKey.CONSUMER, follower.name())
                .log();
        readers.forEach(PartitionReader::close);
        readers = List.of();
        turns.removeIf(turn -> turn.reader != null);
        turns.add(new Turn(null, this::rebuild, () -> {}));
        next();
    }

    private Uni<Void> rebuild() {
        return end.get().chain(resumeAt -> follower.onGap(resumeAt).invoke(() -> loop.run(() -> read(resumeAt))));
    }

    private void next() {
        if (busy || closed) {
            return;
        }
        Turn turn = turns.poll();
        if (turn != null) {
            busy = true;
            run(turn, 1);
        }
    }

    private void run(Turn turn, int attempt) {
        Span span = runtime.traces().consumer(follower.name() + " follow", null);
        loop.take(
                loop.handle(span, turn.action),
                done -> {
                    busy = false;
                    if (!closed) {
                        turn.then.run();
                        next();
                    }
                },
                failure -> {
                    LOG.debug("A follower failed and is tried again")
                            .with(LogKey.CONSUMER, follower.name())
                            .with(LogKey.ATTEMPT, attempt)
                            .cause(failure)
                            .log();
                    loop.after(StreamConfig.retry(runtime.config()).after(attempt), () -> {
                        if (closed || (turn.reader != null && !readers.contains(turn.reader))) {
                            busy = false;
                            next();
                        } else {
                            run(turn, attempt + 1);
                        }
                    });
                });
    }

    private List<EventFollower.FollowedEvent> decode(int partition, List<StreamEntry> entries) {
        var events = new ArrayList<EventFollower.FollowedEvent>(entries.size());
        for (StreamEntry entry : entries) {
            try {
                events.add(new EventFollower.FollowedEvent(
                        runtime.codec().decode(entry.fields()),
                        new Delivery(follower.name(), partition, entry.id(), 1)));
            } catch (UndecodableEventException e) {
                runtime.metrics().skipped(follower.name()).increment();
                LOG.warn("An entry that is no event was passed over")
                        .with(LogKey.CONSUMER, follower.name())
                        .with(LogKey.STREAM, StreamKeys.events(partition))
                        .cause(e)
                        .log();
            }
        }
        return events;
    }

    /** @param reader whose batch it is; null for a rebuild */
    private record Turn(@Nullable PartitionReader reader, Supplier<Uni<Void>> action, Runnable then) {}
}
