package io.mnemesh.embeddings.engine;

import io.mnemesh.embeddings.batch.BatchPlanner;
import io.mnemesh.embeddings.engine.EngineListener.Drop;
import io.mnemesh.embeddings.inference.Encoder;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.work.Lane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The bounded engine that computes vectors: three lanes in front of a fixed set of platform threads.
 *
 * <p>A worker that becomes free takes the lane whose turn it is ({@link LaneTurns}), cuts the best batch around that
 * lane's oldest text ({@link BatchPlanner}) and computes it. So urgent work passes the other lanes at the next batch
 * boundary, and batches are small enough for that to be soon. The express worker computes the interactive lane only, is
 * the first to be woken for it, and the others give way to it and to the threads that bring and answer requests.
 * There is no waiting for company: with a free worker a text is computed at once, under load company is there already.
 *
 * <p>One lock guards the queues; nothing is computed, completed or told to the listener's callers under it. Vectors are
 * completed on the given executor, one task per batch, so that what depends on them does not run on a worker; those of the
 * express worker by itself, for on busy processors handing them over may take longer than answering a query.
 */
public final class EmbeddingEngine implements AutoCloseable {

    private final Encoder encoder;
    private final BatchPlanner planner;
    private final EngineLimits limits;
    private final EngineListener listener;
    private final Executor completions;
    private final LongSupplier clock;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition urgentWork = lock.newCondition();
    private final Map<Lane, LaneQueue> queues = new EnumMap<>(Lane.class);
    private final LaneTurns turns = new LaneTurns();
    private final Throughput throughput = new Throughput();
    private final List<Thread> threads = new ArrayList<>();
    private long sequence;
    private int idle;
    private boolean expressIdle;
    private int running;
    private boolean closed;

    /**
     * Makes the engine; {@link #start()} starts its threads.
     *
     * @param completions where vectors are completed
     * @param clock       nanoseconds, as {@link System#nanoTime()}
     */
    public EmbeddingEngine(
            Encoder encoder,
            BatchPlanner planner,
            EngineLimits limits,
            EngineListener listener,
            Executor completions,
            LongSupplier clock) {
        this.encoder = encoder;
        this.planner = planner;
        this.limits = limits;
        this.listener = listener;
        this.completions = completions;
        this.clock = clock;
        for (Lane lane : Lane.values()) {
            queues.put(lane, new LaneQueue());
        }
    }

    public void start() {
        for (int n = 0; n < limits.workers(); n++) {
            start("embed-" + n, new Role(EnumSet.allOf(Lane.class), work, completions, true, limits.nice()));
        }
        if (limits.express()) {
            start("embed-express", new Role(EnumSet.of(Lane.INTERACTIVE), urgentWork, Runnable::run, false, 0));
        }
    }

    /**
     * Puts texts into a lane, all or none.
     *
     * @param sequences token ids per text
     * @param deadline  in the clock's nanoseconds; a text that is not begun by then is dropped
     * @return one ticket per text, in their order
     * @throws ProblemException {@code too-many-requests} with Retry-After if the lane is full, {@code unavailable} after
     *     {@link #close()}
     */
    public List<Ticket> submit(List<int[]> sequences, Lane lane, long deadline) {
        long tokens = 0;
        for (int[] ids : sequences) {
            tokens += ids.length;
        }
        var tickets = new ArrayList<Ticket>(sequences.size());
        long now = clock.getAsLong();
        Duration wait = null;
        lock.lock();
        try {
            if (closed) {
                throw new ProblemException(ProblemType.UNAVAILABLE, "The embedding engine is shutting down.");
            }
            if (queue(lane).tokens() + tokens > limits.queueTokens()) {
                wait = waitFor(lane);
            } else {
                for (int[] ids : sequences) {
                    var waiting = new Waiting(ids, sequence++, now, lane, deadline);
                    enqueue(waiting);
                    tickets.add(new EngineTicket(waiting));
                }
            }
        } finally {
            lock.unlock();
        }
        if (wait != null) {
            listener.dropped(lane, Drop.FULL, sequences.size());
            throw full(lane, wait);
        }
        return tickets;
    }

    public EngineState state() {
        lock.lock();
        try {
            var lanes = new EnumMap<Lane, EngineState.Depth>(Lane.class);
            queues.forEach((lane, queue) -> lanes.put(lane, new EngineState.Depth(queue.texts(), queue.tokens())));
            return new EngineState(lanes, running, throughput.tokensPerSecond() * limits.workers());
        } finally {
            lock.unlock();
        }
    }

    /** Refuses new work, fails what waits, lets running batches end and the threads with them. */
    @Override
    public void close() {
        var left = new ArrayList<Waiting>();
        lock.lock();
        try {
            closed = true;
            for (LaneQueue queue : queues.values()) {
                left.addAll(queue.all());
                queue.removeAll(left);
            }
            work.signalAll();
            urgentWork.signalAll();
        } finally {
            lock.unlock();
        }
        fail(left, new ProblemException(ProblemType.UNAVAILABLE, "The embedding engine is shutting down."));
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void start(String name, Role role) {
        threads.add(Thread.ofPlatform().name(name).daemon().start(() -> {
            GiveWay.by(role.nice());
            for (Batch batch = next(role); batch != null; batch = next(role)) {
                process(batch, role.completions());
            }
        }));
    }

    /** @return null when the engine is closed */
    private @Nullable Batch next(Role role) {
        while (true) {
            var expired = new ArrayList<Waiting>();
            Batch batch = null;
            lock.lock();
            try {
                Lane lane = turns.next(role.served());
                while (lane == null && !closed) {
                    rests(role, true);
                    role.wakeUp().awaitUninterruptibly();
                    rests(role, false);
                    lane = turns.next(role.served());
                }
                if (lane == null) {
                    return null;
                }
                batch = cut(lane, expired);
            } finally {
                lock.unlock();
            }
            expire(expired);
            if (batch != null) {
                return batch;
            }
        }
    }

    /** A worker begins or ends waiting for work; under the lock. */
    private void rests(Role role, boolean begins) {
        if (role.general()) {
            idle += begins ? 1 : -1;
        } else {
            expressIdle = begins;
        }
    }

    /** @return null if all that waited in the lane had expired */
    private @Nullable Batch cut(Lane lane, List<Waiting> expired) {
        LaneQueue queue = queue(lane);
        long now = clock.getAsLong();
        expired.addAll(queue.expired(now));
        queue.removeAll(expired);
        List<Waiting> texts = List.of();
        if (!queue.isEmpty()) {
            texts = queue.take(planner, encoder.company(), budget(queue), now);
        }
        if (queue.isEmpty()) {
            turns.leave(lane);
        }
        if (texts.isEmpty()) {
            return null;
        }
        var batch = new Batch(lane, texts);
        turns.charge(lane, batch.padded());
        running++;
        return batch;
    }

    /** While other workers are idle they get their share of the lane; a busy engine fills its batches. */
    private int budget(LaneQueue queue) {
        long share = Math.ceilDiv(queue.tokens(), idle + 1);
        return (int) Math.min(limits.batchTokens(), Math.max(limits.shareTokens(), share));
    }

    private void process(Batch batch, Executor completer) {
        try {
            long now = clock.getAsLong();
            batch.texts().forEach(text -> listener.waited(batch.lane(), Duration.ofNanos(now - text.arrived)));
            compute(batch, completer);
        } finally {
            lock.lock();
            try {
                running--;
            } finally {
                lock.unlock();
            }
        }
    }

    /** A batch the runtime refuses is tried text by text, so that one text cannot take others down with it. */
    private void compute(Batch batch, Executor completer) {
        long begun = clock.getAsLong();
        List<float[]> vectors;
        try {
            vectors = encoder.encode(batch.sequences());
        } catch (RuntimeException e) {
            if (batch.texts().size() > 1) {
                batch.split().forEach(single -> compute(single, completer));
            } else {
                listener.dropped(batch.lane(), Drop.FAILED, 1);
                fail(
                        batch.texts(),
                        new ProblemException(
                                ProblemType.INFERENCE_FAILED,
                                "The model could not compute the text.",
                                Map.of(),
                                null,
                                e));
            }
            return;
        }
        long nanos = clock.getAsLong() - begun;
        record(batch, nanos);
        listener.computed(batch.lane(), batch.texts().size(), batch.tokens(), batch.padded(), Duration.ofNanos(nanos));
        completer.execute(() -> {
            for (int row = 0; row < vectors.size(); row++) {
                batch.texts().get(row).vector.complete(vectors.get(row));
            }
        });
    }

    private void record(Batch batch, long nanos) {
        lock.lock();
        try {
            throughput.record(batch.tokens(), nanos);
        } finally {
            lock.unlock();
        }
    }

    private void expire(List<Waiting> expired) {
        if (!expired.isEmpty()) {
            listener.dropped(expired.getFirst().lane, Drop.EXPIRED, expired.size());
            fail(
                    expired,
                    new ProblemException(
                            ProblemType.DEADLINE_EXCEEDED, "The text was not computed before its deadline."));
        }
    }

    private void fail(List<Waiting> texts, ProblemException problem) {
        if (!texts.isEmpty()) {
            completions.execute(() -> texts.forEach(text -> text.vector.completeExceptionally(problem)));
        }
    }

    private void enqueue(Waiting waiting) {
        queue(waiting.lane).add(waiting);
        turns.arrive(waiting.lane);
        if (waiting.lane == Lane.INTERACTIVE && expressIdle) {
            expressIdle = false;
            urgentWork.signal();
        } else {
            work.signal();
        }
    }

    private LaneQueue queue(Lane lane) {
        return Objects.requireNonNull(queues.get(lane));
    }

    private Duration waitFor(Lane lane) {
        double rate = Math.max(1, throughput.tokensPerSecond() * limits.workers());
        return Duration.ofMillis((long) Math.clamp(queue(lane).tokens() * 1000 / rate, 1_000, 60_000));
    }

    private static ProblemException full(Lane lane, Duration wait) {
        return new ProblemException(
                ProblemType.TOO_MANY_REQUESTS,
                "The " + lane.key() + " lane of the embedding engine is full.",
                Map.of("lane", lane.key()),
                wait,
                null);
    }

    private void join(Waiting waiting, Lane lane, long deadline) {
        lock.lock();
        try {
            if (deadline - waiting.deadline > 0) {
                waiting.deadline = deadline;
            }
            if (waiting.queued && lane.compareTo(waiting.lane) < 0) {
                leave(waiting);
                waiting.lane = lane;
                enqueue(waiting);
            }
        } finally {
            lock.unlock();
        }
    }

    private void cancel(Waiting waiting) {
        boolean left;
        lock.lock();
        try {
            left = waiting.queued;
            if (left) {
                leave(waiting);
            }
        } finally {
            lock.unlock();
        }
        if (left) {
            listener.dropped(waiting.lane, Drop.CANCELLED, 1);
            waiting.vector.cancel(false);
        }
    }

    private void leave(Waiting waiting) {
        LaneQueue queue = queue(waiting.lane);
        queue.remove(waiting);
        if (queue.isEmpty()) {
            turns.leave(waiting.lane);
        }
    }

    /**
     * What a worker serves, what wakes it and where its vectors are completed; only general ones count as idle, for they
     * serve every lane.
     */
    private record Role(Set<Lane> served, Condition wakeUp, Executor completions, boolean general, int nice) {}

    private final class EngineTicket implements Ticket {

        private final Waiting waiting;

        EngineTicket(Waiting waiting) {
            this.waiting = waiting;
        }

        @Override
        public CompletableFuture<float[]> vector() {
            return waiting.vector;
        }

        @Override
        public void join(Lane lane, long deadline) {
            EmbeddingEngine.this.join(waiting, lane, deadline);
        }

        @Override
        public void cancel() {
            EmbeddingEngine.this.cancel(waiting);
        }
    }
}
