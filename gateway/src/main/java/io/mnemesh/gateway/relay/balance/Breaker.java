package io.mnemesh.gateway.relay.balance;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Keeps requests away from what fails. Closed lets all through; open none until its time is over; then one request at a time is
 * on trial: if it goes well the breaker closes, and if not it opens for twice as long. A breaker that stayed closed for the
 * longest opening begins with the shortest again. Thread-safe; transitions exist only on the legal source state.
 */
final class Breaker {

    /** What it is doing. */
    sealed interface State {

        /** @param openings how often it opened lately */
        record Closed(int openings, long since) implements State {}

        record Open(int openings, long until, String reason) implements State {}

        /** @param until when the trial is given up as lost */
        record Trial(int openings, long until) implements State {}
    }

    private final long shortestNanos;
    private final long longestNanos;
    private final AtomicReference<State> state;

    Breaker(long shortestNanos, long longestNanos, long now) {
        this.shortestNanos = shortestNanos;
        this.longestNanos = longestNanos;
        this.state = new AtomicReference<>(new State.Closed(0, now));
    }

    boolean isClosed() {
        return state() instanceof State.Closed;
    }

    /** Whether one request may go on trial now; it then has to, and its outcome has to be told. */
    boolean tryTrial(long now) {
        return switch (state()) {
            case State.Closed closed -> false;
            case State.Open open ->
                now - open.until() >= 0
                        && state.compareAndSet(open, new State.Trial(open.openings(), now + longestNanos));
            case State.Trial trial ->
                now - trial.until() >= 0
                        && state.compareAndSet(trial, new State.Trial(trial.openings(), now + longestNanos));
        };
    }

    /** Opens it if it is closed. @return whether it did */
    boolean trip(long now, String reason) {
        return state() instanceof State.Closed closed
                && state.compareAndSet(
                        closed, open(now - closed.since() > longestNanos ? 1 : closed.openings() + 1, now, reason));
    }

    /** Has the next request be a trial, if it is closed. */
    void probation(long now, String reason) {
        if (state() instanceof State.Closed closed) {
            state.compareAndSet(closed, new State.Open(closed.openings(), now, reason));
        }
    }

    /** Tells the outcome of the trial. @return whether it closed */
    boolean tried(boolean failed, long now) {
        if (!(state() instanceof State.Trial trial)) {
            return false;
        }
        if (failed) {
            state.compareAndSet(trial, open(trial.openings() + 1, now, "trial failed"));
            return false;
        }
        return state.compareAndSet(trial, new State.Closed(trial.openings(), now));
    }

    /** Ends a trial that says nothing, so that the next request may be one. */
    void untried(long now) {
        if (state() instanceof State.Trial trial) {
            state.compareAndSet(trial, new State.Open(trial.openings(), now, "trial abandoned"));
        }
    }

    void close(long now) {
        state.set(new State.Closed(0, now));
    }

    State state() {
        return Objects.requireNonNull(state.get());
    }

    private State.Open open(int openings, long now, String reason) {
        long time = Math.min(longestNanos, shortestNanos << Math.min(16, openings - 1));
        return new State.Open(openings, now + time, reason);
    }
}
