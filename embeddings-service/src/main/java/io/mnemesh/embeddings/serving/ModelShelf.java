package io.mnemesh.embeddings.serving;

import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.telemetry.LogKey;
import io.mnemesh.mesh.telemetry.MeshLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The models in memory: each is loaded when first asked for, lent out, and put away when it has been idle or when another
 * one needs the room. One model is kept for ever once it is loaded, and tried again by itself until it is: while it fails
 * the service is not ready, and nobody asks for it. Safe for concurrent use.
 *
 * <p>One lock guards the slots; nothing is loaded, closed or completed under it.
 */
final class ModelShelf<M extends AutoCloseable> implements AutoCloseable {

    private static final MeshLog LOG = MeshLog.of(ModelShelf.class);
    private static final Duration RETRY = Duration.ofSeconds(30);
    private static final Duration NO_ROOM_RETRY = Duration.ofSeconds(5);

    /** Where models come from. */
    interface Source<M> {

        /** Looks at the model's files; blocks. */
        Candidate<M> find(String name) throws Exception;
    }

    /** A model that could be loaded. */
    interface Candidate<M> {

        /** What it will hold in memory. */
        long bytes();

        /** Loads it; blocks. */
        M load() throws Exception;
    }

    private final Source<M> source;
    private final Limits limits;
    private final Executor loaders;
    private final LongSupplier clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, ModelSlot<M>> slots = new HashMap<>();

    /**
     * What the shelf may hold.
     *
     * @param kept   the model that is never put away
     * @param budget bytes of all models together
     * @param idle   how long a model nobody asks for stays
     */
    record Limits(String kept, long budget, Duration idle) {}

    /**
     * Makes an empty shelf.
     *
     * @param loaders runs loads, which block for seconds
     * @param clock   nanoseconds, as {@link System#nanoTime()}
     */
    ModelShelf(Source<M> source, Limits limits, Executor loaders, LongSupplier clock) {
        this.source = source;
        this.limits = limits;
        this.loaders = loaders;
        this.clock = clock;
    }

    /**
     * Lends a model, loading it if need be.
     *
     * @return fails with {@code unavailable}; whoever cancels it gets no lease
     */
    CompletableFuture<Lease<M>> lend(String name) {
        var asked = new CompletableFuture<Lease<M>>();
        boolean load = false;
        lock.lock();
        try {
            ModelSlot<M> slot = slots.computeIfAbsent(name, ModelSlot::new);
            if (slot.model != null) {
                return CompletableFuture.completedFuture(lease(slot, slot.model));
            }
            if (slot.failure != null && !patienceIsOver(slot)) {
                return CompletableFuture.failedFuture(cannotBeServed(name));
            }
            slot.waiting.add(asked);
            load = !slot.loading;
            slot.loading = true;
        } finally {
            lock.unlock();
        }
        if (load) {
            loaders.execute(() -> load(name));
        }
        return asked;
    }

    /** Where the model is; {@code how} tells what there is to say of a loaded one. */
    ModelState state(String name, Function<? super M, String> how) {
        lock.lock();
        try {
            ModelSlot<M> slot = slots.get(name);
            if (slot == null) {
                return new ModelState.Resting();
            }
            if (slot.model != null) {
                return new ModelState.Ready(how.apply(slot.model));
            }
            if (slot.failure != null) {
                return new ModelState.Failed(slot.failure);
            }
            return slot.loading ? new ModelState.Loading() : new ModelState.Resting();
        } finally {
            lock.unlock();
        }
    }

    /** Notes why a model could not be loaded now, found without loading it. */
    void fail(String name, String reason) {
        lock.lock();
        try {
            ModelSlot<M> slot = slots.computeIfAbsent(name, ModelSlot::new);
            if (slot.model == null && !slot.loading) {
                slot.failure = reason;
                slot.since = clock.getAsLong();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Puts away what nobody has asked for lately, and tries the kept model again if it failed. */
    void sweep() {
        long before = clock.getAsLong() - limits.idle().toNanos();
        List<M> idle = new ArrayList<>();
        boolean again = false;
        lock.lock();
        try {
            for (ModelSlot<M> slot : slots.values()) {
                if (movable(slot) && slot.since - before <= 0) {
                    idle.add(slot.take());
                    LOG.info("A model was put away, it was idle")
                            .with(LogKey.MODEL, slot.name)
                            .log();
                }
            }
            ModelSlot<M> kept = slots.get(limits.kept());
            if (kept != null && kept.failure != null && !kept.loading && patienceIsOver(kept)) {
                kept.loading = true;
                again = true;
            }
        } finally {
            lock.unlock();
        }
        closeAll(idle);
        if (again) {
            loaders.execute(() -> load(limits.kept()));
        }
    }

    @Override
    public void close() {
        var left = new ArrayList<M>();
        lock.lock();
        try {
            for (ModelSlot<M> slot : slots.values()) {
                if (slot.model != null) {
                    left.add(slot.take());
                }
            }
        } finally {
            lock.unlock();
        }
        closeAll(left);
    }

    private void load(String name) {
        try {
            Candidate<M> candidate = source.find(name);
            closeAll(makeRoom(name, candidate.bytes()));
            arrive(name, candidate.load());
        } catch (NoRoomException e) {
            LOG.warn("A model was not loaded, there is no room")
                    .with(LogKey.MODEL, name)
                    .log();
            leave(name, name.equals(limits.kept()) ? e.problem().detail() : null, e.problem());
        } catch (Exception | LinkageError e) {
            LOG.error("A model cannot be served")
                    .with(LogKey.MODEL, name)
                    .cause(e)
                    .log();
            leave(name, String.valueOf(e.getMessage()), cannotBeServed(name));
        }
    }

    /** Reserves the bytes; returns what has to be closed for that. */
    private List<M> makeRoom(String name, long bytes) throws NoRoomException {
        var evicted = new ArrayList<M>();
        lock.lock();
        try {
            ModelSlot<M> wanted = slots.computeIfAbsent(name, ModelSlot::new);
            long held = 0;
            long idle = 0;
            for (ModelSlot<M> slot : slots.values()) {
                held += slot.bytes;
                idle += movable(slot) ? slot.bytes : 0;
            }
            if (held - idle + bytes > limits.budget()) {
                throw new NoRoomException(name, bytes, limits.budget());
            }
            List<ModelSlot<M>> oldest = slots.values().stream()
                    .filter(this::movable)
                    .sorted(Comparator.comparingLong(slot -> slot.since - clock.getAsLong()))
                    .toList();
            for (ModelSlot<M> slot : oldest) {
                if (held + bytes <= limits.budget()) {
                    break;
                }
                held -= slot.bytes;
                evicted.add(slot.take());
                LOG.info("A model was put away to make room")
                        .with(LogKey.MODEL, slot.name)
                        .log();
            }
            wanted.bytes = bytes;
        } finally {
            lock.unlock();
        }
        return evicted;
    }

    private void arrive(String name, M model) {
        Map<CompletableFuture<Lease<M>>, Lease<M>> lent = new HashMap<>();
        lock.lock();
        try {
            ModelSlot<M> slot = slots.computeIfAbsent(name, ModelSlot::new);
            slot.model = model;
            slot.failure = null;
            slot.loading = false;
            slot.since = clock.getAsLong();
            slot.waiting.forEach(asked -> lent.put(asked, lease(slot, model)));
            slot.waiting.clear();
        } finally {
            lock.unlock();
        }
        lent.forEach((asked, lease) -> {
            if (!asked.complete(lease)) {
                lease.close();
            }
        });
    }

    private void leave(String name, @Nullable String failure, ProblemException problem) {
        List<CompletableFuture<Lease<M>>> waiting;
        lock.lock();
        try {
            ModelSlot<M> slot = slots.computeIfAbsent(name, ModelSlot::new);
            slot.bytes = 0;
            slot.loading = false;
            slot.failure = failure;
            slot.since = clock.getAsLong();
            waiting = List.copyOf(slot.waiting);
            slot.waiting.clear();
        } finally {
            lock.unlock();
        }
        waiting.forEach(asked -> asked.completeExceptionally(problem));
    }

    /** Under the lock. */
    private Lease<M> lease(ModelSlot<M> slot, M model) {
        slot.lent++;
        return new Lease<>(model, () -> giveBack(slot));
    }

    private void giveBack(ModelSlot<M> slot) {
        lock.lock();
        try {
            slot.lent--;
            slot.since = clock.getAsLong();
        } finally {
            lock.unlock();
        }
    }

    /** Whether a model that failed may be tried again. */
    private boolean patienceIsOver(ModelSlot<M> slot) {
        return clock.getAsLong() - slot.since >= RETRY.toNanos();
    }

    private boolean movable(ModelSlot<M> slot) {
        return slot.model != null && slot.lent == 0 && !slot.name.equals(limits.kept());
    }

    private static void closeAll(Collection<? extends AutoCloseable> models) {
        for (AutoCloseable model : models) {
            try {
                model.close();
            } catch (Exception e) {
                LOG.error("A model could not be closed").cause(e).log();
            }
        }
    }

    /** The answer for a model that does not work. */
    static ProblemException cannotBeServed(String name) {
        return new ProblemException(
                ProblemType.UNAVAILABLE, "The model " + name + " cannot be served.", Map.of(), RETRY, null);
    }

    /** All the room is taken by models that are in use, or the model is greater than the budget. */
    private static final class NoRoomException extends Exception {

        private final transient ProblemException problem;

        NoRoomException(String name, long bytes, long budget) {
            problem = new ProblemException(
                    ProblemType.UNAVAILABLE,
                    "The model " + name + " needs " + bytes + " bytes; the models in use leave not that much of the "
                            + budget + " there may be.",
                    Map.of(),
                    NO_ROOM_RETRY,
                    null);
        }

        ProblemException problem() {
            return problem;
        }
    }
}
