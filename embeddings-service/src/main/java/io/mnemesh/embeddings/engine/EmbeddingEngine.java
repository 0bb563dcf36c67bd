package io.mnemesh.embeddings.engine;

import io.mnemesh.embeddings.batch.BatchPlanner;
import io.mnemesh.embeddings.engine.EngineListener.Drop;
import io.mnemesh.embeddings.inference.Encoder;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.work.Lane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The bounded engine that computes vectors: three lanes in front of a few platform threads.
 *
 * <p>A worker that becomes free takes the lane whose turn it is ({@link LaneTurns}), cuts the best batch around that
 * lane's oldest text ({@link BatchPlanner}) and computes it. So urgent work passes the other lanes at the next batch
 * boundary, and batches are small enough for that to be soon. The express worker computes the interactive lane only, is
 * the first to be woken for it, and the others give way to it and to the threads that bring and answer requests.
 * There is no waiting for company: with a free worker a text is computed at once, under load company is there already.
 * What may share a batch, how great it is and how many workers there are is the {@link Tuning}, which may be replaced at
 * any time: batches are cut by the new one from then on.
 *
 * <p>One lock guards the queues; nothing is computed, completed or told to the listener's callers under it. Vectors are
 * completed on the given executor, one task per batch, so that what depends on them does not run on a worker; those of the
 * express worker by itself, for on busy processors handing them over may take longer than answering a query.
 */
public final class EmbeddingEngine implements AutoCloseable {

    private final Encoder encoder;
    private final EngineLimits limits;
    private final EngineListener listener;
    private final Executor completions;
    private final LongSupplier clock;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition urgentWork = lock.newCondition();
    private final LaneQueues queues = new LaneQueues();
    private final Throughput throughput = new Throughput();
    private final BatchComputer computer;
    private final List<Thread> threads = new ArrayList<>();
    private volatile Tuning tuning;
    private volatile boolean settled = true;
    private BatchPlanner planner;
    private boolean started;
    private long sequence;
    private int workers;
    private int idle;
    private boolean expressIdle;
    private int running;
    private volatile boolean closed;

    /**
     * Makes the engine; {@link #start()} starts its threads.
     *
     * @param tuning      what it goes by at first
     * @param completions where vectors are completed
     * @param clock       nanoseconds, as {@link System#nanoTime()}
     */
    public EmbeddingEngine(
            Encoder encoder,
            Tuning tuning,
            EngineLimits limits,
            EngineListener listener,
            Executor completions,
            LongSupplier clock) {
        this.encoder = encoder;
        this.tuning = tuning;
        this.planner = new BatchPlanner(tuning.overheadTokens());
        this.limits = limits;
        this.listener = listener;
        this.completions = completions;
        this.clock = clock;
        this.computer = new BatchComputer(encoder, listener, completions, clock, throughput);
    }

    public void start() {
        lock.lock();
        try {
            started = true;
            if (limits.express()) {
                start("embed-express", new Role(EnumSet.of(Lane.INTERACTIVE), urgentWork, Runnable::run, false, 0));
            }
            staff();
        } finally {
            lock.unlock();
        }
    }

    /** Goes by another tuning from now on; batches that are being computed are not touched. */
    public void tune(Tuning better) {
        lock.lock();
        try {
            tuning = better;
            planner = new BatchPlanner(better.overheadTokens());
            staff();
            // Idle workers see whether they are one too many.
            work.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Lets a tuner measure beside the work, on a thread of its own that ends with the engine. */
    public void tuneBy(Tuner tuner) {
        lock.lock();
        try {
            if (!closed) {
                settled = false;
                threads.add(Thread.ofPlatform().name("embed-tune").daemon().start(() -> {
                    GiveWay.by(limits.nice());
                    try {
                        tuner.tune(new OpenEncoder(encoder, () -> !closed), this::tune);
                    } catch (CancellationException closedMeanwhile) {
                        // There is nothing left to tune.
                    } finally {
                        settled = true;
                    }
                }));
            }
        } finally {
            lock.unlock();
        }
    }

    /** What it goes by. */
    public Tuning tuning() {
        return tuning;
    }

    /** Threads that compute all lanes at the moment; after a change of the tuning some may still have to end. */
    int workers() {
        lock.lock();
        try {
            return workers;
        } finally {
            lock.unlock();
        }
    }

    /** Whether no tuner is measuring. */
    public boolean settled() {
        return settled;
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
                throw EngineProblems.closed();
            }
            if (queues.of(lane).tokens() + tokens > limits.queueTokens()) {
                wait = waitFor(lane);
            } else {
                for (int[] ids : sequences) {
                    var waiting = new Waiting(ids, sequence++, now, lane, deadline);
                    enqueue(waiting);
                    tickets.add(new EngineTicket(waiting, this));
                }
            }
        } finally {
            lock.unlock();
        }
        if (wait != null) {
            listener.dropped(lane, Drop.FULL, sequences.size());
            throw EngineProblems.full(lane, wait);
        }
        return tickets;
    }

    public EngineState state() {
        lock.lock();
        try {
            return new EngineState(queues.depths(), running, throughput.tokensPerSecond() * tuning.workers());
        } finally {
            lock.unlock();
        }
    }

    /** Refuses new work, fails what waits, lets running batches end and the threads with them. */
    @Override
    public void close() {
        List<Waiting> left;
        lock.lock();
        try {
            closed = true;
            left = queues.clear();
            work.signalAll();
            urgentWork.signalAll();
        } finally {
            lock.unlock();
        }
        fail(left, EngineProblems.closed());
        // Nobody adds to them any more.
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Starts the workers that are missing; under the lock. */
    private void staff() {
        while (started && !closed && workers < tuning.workers()) {
            start("embed-" + workers, new Role(EnumSet.allOf(Lane.class), work, completions, true, limits.nice()));
            workers++;
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

    /** @return null when the engine is closed, or has this worker too many */
    private @Nullable Batch next(Role role) {
        while (true) {
            var expired = new ArrayList<Waiting>();
            Batch batch = null;
            lock.lock();
            try {
                Lane lane = queues.next(role.served());
                while (lane == null && !closed && !superfluous(role)) {
                    rests(role, true);
                    role.wakeUp().awaitUninterruptibly();
                    rests(role, false);
                    lane = queues.next(role.served());
                }
                if (superfluous(role)) {
                    workers--;
                    return null;
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

    /** Whether there are more such workers than the tuning has; under the lock. */
    private boolean superfluous(Role role) {
        return role.general() && workers > tuning.workers();
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
        long now = clock.getAsLong();
        expired.addAll(queues.removeExpired(lane, now));
        List<Waiting> texts = queues.take(lane, new LaneQueue.Cut(planner, tuning.company(), budget(lane), now));
        if (texts.isEmpty()) {
            return null;
        }
        var batch = new Batch(lane, texts);
        queues.charge(lane, batch.padded());
        running++;
        return batch;
    }

    /** While other workers are idle they get their share of the lane; a busy engine fills its batches. */
    private int budget(Lane lane) {
        long share = Math.ceilDiv(queues.of(lane).tokens(), idle + 1);
        return (int) Math.min(tuning.batchTokens(), Math.max(limits.shareTokens(), share));
    }

    private void process(Batch batch, Executor completer) {
        try {
            computer.compute(batch, completer);
        } finally {
            lock.lock();
            try {
                running--;
            } finally {
                lock.unlock();
            }
        }
    }

    private void expire(List<Waiting> expired) {
        if (!expired.isEmpty()) {
            listener.dropped(expired.getFirst().lane, Drop.EXPIRED, expired.size());
            fail(expired, EngineProblems.late());
        }
    }

    private void fail(List<Waiting> texts, ProblemException problem) {
        if (!texts.isEmpty()) {
            completions.execute(() -> texts.forEach(text -> text.vector.completeExceptionally(problem)));
        }
    }

    private void enqueue(Waiting waiting) {
        queues.add(waiting);
        if (waiting.lane == Lane.INTERACTIVE && expressIdle) {
            expressIdle = false;
            urgentWork.signal();
        } else {
            work.signal();
        }
    }

    private Duration waitFor(Lane lane) {
        double rate = Math.max(1, throughput.tokensPerSecond() * tuning.workers());
        return Duration.ofMillis((long) Math.clamp(queues.of(lane).tokens() * 1000 / rate, 1_000, 60_000));
    }

    void join(Waiting waiting, Lane lane, long deadline) {
        lock.lock();
        try {
            if (deadline - waiting.deadline > 0) {
                waiting.deadline = deadline;
            }
            if (waiting.queued && lane.compareTo(waiting.lane) < 0) {
                queues.remove(waiting);
                waiting.lane = lane;
                enqueue(waiting);
            }
        } finally {
            lock.unlock();
        }
    }

    void cancel(Waiting waiting) {
        boolean left;
        lock.lock();
        try {
            left = waiting.queued;
            if (left) {
                queues.remove(waiting);
            }
        } finally {
            lock.unlock();
        }
        if (left) {
            listener.dropped(waiting.lane, Drop.CANCELLED, 1);
            waiting.vector.cancel(false);
        }
    }

    /**
     * What a worker serves, what wakes it and where its vectors are completed; only general ones count as idle, for they
     * serve every lane.
     */
    private record Role(Set<Lane> served, Condition wakeUp, Executor completions, boolean general, int nice) {}
}
