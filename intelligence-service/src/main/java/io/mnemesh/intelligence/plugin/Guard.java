package io.mnemesh.intelligence.plugin;

import io.mnemesh.mesh.telemetry.MeshLog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Calls one plug-in on a thread of its own, so that it can be given up. One that threw, was late or answered nonsense is left out for a
 * while, and for as long as a call that was late still runs. Thread-safe; callers wait, and are no event loops.
 */
final class Guard {

    private static final MeshLog LOG = MeshLog.of(Guard.class);

    private final PluginKind kind;
    private final String name;
    private final Duration deadline;
    private final Duration pause;
    private final ExecutorService threads;
    private final PluginMetrics metrics;
    private final Clock clock;
    private final AtomicInteger late = new AtomicInteger();
    private final LongAdder calls = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private volatile @Nullable Suspension suspension;

    Guard(
            PluginKind kind,
            String name,
            PluginsConfig config,
            ExecutorService threads,
            PluginMetrics metrics,
            Clock clock) {
        this.kind = kind;
        this.name = name;
        this.deadline = config.deadline();
        this.pause = config.pause();
        this.threads = threads;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Why and how long a plug-in is left out. */
    record Suspension(Instant until, String reason) {}

    /** @return what the plug-in answered; null if it is left out, now or from now on */
    <T> @Nullable T call(Callable<T> work) {
        if (suspension() != null) {
            return null;
        }
        calls.increment();
        var call = new Call<>(work);
        Future<T> answer;
        try {
            answer = threads.submit(call);
        } catch (RejectedExecutionException e) {
            metrics.called(kind, "busy");
            return null;
        }
        try {
            T answered = Objects.requireNonNull(answer.get(deadline.toNanos(), TimeUnit.NANOSECONDS), "no answer");
            metrics.called(kind, "answered");
            return answered;
        } catch (TimeoutException e) {
            call.giveUp();
            answer.cancel(true);
            metrics.called(kind, "late");
            suspend("it did not answer within " + deadline.toMillis() + " ms", e);
        } catch (ExecutionException | NullPointerException e) {
            metrics.called(kind, "failed");
            suspend("it failed", e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
        }
        return null;
    }

    /**
     * Leaves the plug-in out for a while.
     *
     * @param reason the rest of a sentence
     */
    void suspend(String reason, @Nullable Throwable cause) {
        failures.increment();
        suspension = new Suspension(clock.instant().plus(pause), reason);
        metrics.suspended(kind);
        LOG.warn("A plug-in is left out for a while")
                .cause(new PluginFailure("The " + kind.text() + " " + name + ": " + reason + ".", cause))
                .log();
    }

    /** Why it is left out now; null if it is not. */
    @Nullable
    Suspension suspension() {
        Suspension current = suspension;
        if (current == null || late.get() > 0 || clock.instant().isBefore(current.until())) {
            return current;
        }
        suspension = null;
        return null;
    }

    String name() {
        return name;
    }

    Duration deadline() {
        return deadline;
    }

    PluginStatus status() {
        Suspension current = suspension();
        return new PluginStatus(
                kind,
                name,
                false,
                calls.sum(),
                failures.sum(),
                current == null ? null : current.until(),
                current == null ? null : current.reason());
    }

    /** A call that is known to run on after it was given up. */
    private final class Call<T> implements Callable<T> {

        private final Callable<T> work;
        private final AtomicBoolean ended = new AtomicBoolean();
        private volatile boolean begun;

        Call(Callable<T> work) {
            this.work = work;
        }

        @Override
        public T call() throws Exception {
            begun = true;
            metrics.running().incrementAndGet();
            try {
                return work.call();
            } finally {
                metrics.running().decrementAndGet();
                if (!ended.compareAndSet(false, true)) {
                    late.decrementAndGet();
                }
            }
        }

        void giveUp() {
            if (begun && ended.compareAndSet(false, true)) {
                late.incrementAndGet();
            }
        }
    }
}
