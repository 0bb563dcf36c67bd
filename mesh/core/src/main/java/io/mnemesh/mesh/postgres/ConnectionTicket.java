package io.mnemesh.mesh.postgres;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One caller's place in the {@link ConnectionQueue}: it enters once, waits, is admitted and gives its connection back; or it
 * leaves before. Thread-safe.
 */
public final class ConnectionTicket {

    private enum State {
        NEW,
        WAITING,
        ADMITTED,
        LEFT
    }

    private final ConnectionQueue queue;
    private final Vertx vertx;
    private final boolean urgent;
    private State state = State.NEW;
    private @Nullable Runnable start;

    ConnectionTicket(ConnectionQueue queue, Vertx vertx, boolean urgent) {
        this.queue = queue;
        this.vertx = vertx;
        this.urgent = urgent;
    }

    boolean urgent() {
        return urgent;
    }

    /**
     * Does {@code work} once a connection is free and gives it back when the work has ended. Work that has begun is not
     * interrupted when its caller gives up; a caller that gives up before leaves the queue.
     *
     * @return fails with {@link PoolBusyException} if too many wait, with {@link CancellationException} if the ticket left
     */
    public <T> Uni<T> lease(Supplier<Uni<T>> work) {
        return Uni.createFrom().emitter(emitter -> {
            emitter.onTermination(this::leave);
            try {
                enter(giveBack -> Uni.createFrom()
                        .deferred(work::get)
                        .onTermination()
                        .invoke(giveBack)
                        .subscribe()
                        .with(emitter::complete, emitter::fail));
            } catch (PoolBusyException | CancellationException e) {
                emitter.fail(e);
            }
        });
    }

    /**
     * Enters the queue.
     *
     * @param use what is done with the connection: on this thread if one is free, later on the context of this thread
     *     otherwise. It must run what it is given when it has given the connection back.
     * @throws PoolBusyException if too many wait
     * @throws CancellationException if the ticket has left
     */
    void enter(Consumer<Runnable> use) {
        synchronized (this) {
            if (state != State.NEW) {
                throw new CancellationException("The caller gave up.");
            }
            Context home = vertx.getOrCreateContext();
            start = () -> home.runOnContext(ready -> use.accept(giveBack()));
            state = State.WAITING;
            if (!queue.enter(this)) {
                return;
            }
            state = State.ADMITTED;
        }
        use.accept(giveBack());
    }

    /** Gives the place up. No effect once admitted. */
    public void leave() {
        boolean waited;
        synchronized (this) {
            waited = state == State.WAITING;
            if (state != State.ADMITTED) {
                state = State.LEFT;
            }
        }
        if (waited) {
            queue.leave(this);
        }
    }

    /** It is this ticket's turn. */
    void admit() {
        @Nullable Runnable begin = null;
        synchronized (this) {
            if (state == State.WAITING) {
                state = State.ADMITTED;
                begin = start;
            }
        }
        if (begin == null) {
            queue.release();
        } else {
            begin.run();
        }
    }

    private Runnable giveBack() {
        var once = new AtomicBoolean();
        return () -> {
            if (once.compareAndSet(false, true)) {
                queue.release();
            }
        };
    }
}
