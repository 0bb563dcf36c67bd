package io.mnemesh.memory.fake;

import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.stream.Cursor;
import io.mnemesh.mesh.stream.Delivery;
import io.mnemesh.mesh.stream.EventFollower;
import io.mnemesh.mesh.stream.EventLog;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** An event log in memory with one partition; old entries can be dropped from it. */
public final class FakeEventLog implements EventLog, AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final List<MeshEvent<?>> events = new ArrayList<>();
    private final ScheduledExecutorService reader = Executors.newSingleThreadScheduledExecutor();
    private int dropped;
    private int endFailures;

    public synchronized void append(MeshEvent<?> event) {
        events.add(event);
    }

    /** Drops all entries there are. */
    public synchronized void dropAll() {
        dropped = events.size();
    }

    /** The next calls of {@link #end} fail. */
    public synchronized void failEnd(int times) {
        endFailures = times;
    }

    @Override
    public Uni<Cursor> end() {
        return Uni.createFrom().deferred(() -> {
            synchronized (this) {
                if (endFailures > 0) {
                    endFailures--;
                    return Uni.createFrom().failure(new IllegalStateException("The log is away."));
                }
                return Uni.createFrom().item(cursor(events.size()));
            }
        });
    }

    private static Cursor cursor(int position) {
        return new Cursor(Map.of(0, position + "-0"));
    }

    @Override
    public Following follow(Cursor from, EventFollower follower) {
        var reading = new Reading(
                Integer.parseInt(from.positions().getOrDefault(0, "0-0").replace("-0", "")), follower);
        var _ = reader.scheduleWithFixedDelay(reading, 0, 5, TimeUnit.MILLISECONDS);
        return reading;
    }

    @Override
    public void close() {
        reader.shutdownNow();
    }

    private final class Reading implements Following, Runnable {

        private final EventFollower follower;
        private final AtomicInteger position = new AtomicInteger();
        private volatile boolean closed;

        Reading(int position, EventFollower follower) {
            this.position.set(position);
            this.follower = follower;
        }

        @Override
        public void run() {
            try {
                step();
            } catch (RuntimeException e) {
                // tried again at the next tick, as the log promises
            }
        }

        private void step() {
            @Nullable MeshEvent<?> next = null;
            boolean gap;
            int end;
            synchronized (FakeEventLog.this) {
                end = events.size();
                gap = position.get() < dropped;
                if (!gap && position.get() < end) {
                    next = events.get(position.get());
                }
            }
            if (closed) {
                return;
            }
            if (gap) {
                follower.onGap(cursor(end)).await().atMost(PATIENCE);
                position.set(end);
            } else if (next != null) {
                var delivery = new Delivery(follower.name(), 0, (position.get() + 1) + "-0", 1);
                follower.onEvents(List.of(new EventFollower.FollowedEvent(Objects.requireNonNull(next), delivery)))
                        .await()
                        .atMost(PATIENCE);
                position.incrementAndGet();
            }
        }

        @Override
        public long backlog() {
            synchronized (FakeEventLog.this) {
                return (long) events.size() - position.get();
            }
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
