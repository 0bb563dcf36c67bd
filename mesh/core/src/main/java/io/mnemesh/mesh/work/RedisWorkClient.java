package io.mnemesh.mesh.work;

import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Client over the lanes. A request is written to its lane and waits in a table for the reply with its number; a timer
 * ends the wait. Whoever takes the request out of the table (reply, timer, failed write, cancellation) settles it, so it
 * is settled once. A request nobody waits for any more is withdrawn from its lane.
 *
 * <p>Thread-safe. The outcome is delivered on the Vert.x context the caller subscribed on, if it was on one.
 */
@Singleton
public final class RedisWorkClient implements WorkClient {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final WorkRuntime runtime;
    private final ReplyBox replies;
    private final Map<String, Open> open = new ConcurrentHashMap<>();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicLong numbers = new AtomicLong();

    @Inject
    public RedisWorkClient(WorkRuntime runtime) {
        this.runtime = runtime;
        this.replies = new ReplyBox(runtime, this::replied);
        runtime.metrics().gauge(WorkMetrics.IN_FLIGHT, inFlight::get);
        runtime.metrics()
                .gauge(WorkMetrics.IN_FLIGHT_LIMIT, () -> runtime.config().inFlight());
    }

    @Override
    public Uni<byte[]> request(WorkRequest request) {
        return Uni.createFrom().emitter(emitter -> ask(request, emitter));
    }

    @PreDestroy
    public void close() {
        replies.close();
        open.keySet().forEach(number -> settle(number, unavailable("This instance stops."), "unavailable"));
    }

    private void ask(WorkRequest request, UniEmitter<? super byte[]> emitter) {
        Duration deadline = request.deadline();
        if (deadline.toMillis() < 1 || deadline.compareTo(runtime.config().maxDeadline()) > 0) {
            emitter.fail(ProblemException.invalid(
                    "deadline", "A deadline is 1 ms to " + runtime.config().maxDeadline() + "."));
            return;
        }
        if (inFlight.incrementAndGet() > runtime.config().inFlight()) {
            inFlight.decrementAndGet();
            runtime.metrics()
                    .requests(request.service(), request.lane(), "refused")
                    .record(0, TimeUnit.NANOSECONDS);
            emitter.fail(new ProblemException(
                    ProblemType.TOO_MANY_REQUESTS, "Too many requests are open.", Map.of(), RETRY_AFTER, null));
            return;
        }
        String number = Long.toString(numbers.incrementAndGet(), Character.MAX_RADIX);
        var asked = new Open(request, emitter, Vertx.currentContext());
        open.put(number, asked);
        asked.timer = runtime.vertx().setTimer(deadline.toMillis(), ignored -> expired(number, asked));
        emitter.onTermination(() -> withdraw(number, asked));
        String traceparent = runtime.traces().current();
        replies.ready()
                .chain(() -> runtime.redis().send(WireItem.append(request, number, replies.key(), traceparent)))
                .subscribe()
                .with(
                        entry -> written(number, asked, String.valueOf(entry)),
                        failure -> settle(number, unavailable("The request cannot be sent."), "unavailable"));
    }

    private void written(String number, Open asked, String entry) {
        asked.entry = entry;
        if (!open.containsKey(number) && asked.isLate) {
            remove(asked, entry);
        }
    }

    private void replied(WireReply reply) {
        Open asked = open.remove(reply.correlation());
        if (asked != null) {
            ProblemException problem = reply.problem();
            close(asked, problem == null ? "answered" : "refused");
            deliver(asked, reply.body(), problem);
        }
    }

    private void expired(String number, Open asked) {
        asked.isLate = true;
        if (settle(
                number,
                new ProblemException(ProblemType.DEADLINE_EXCEEDED, "The answer did not come in time."),
                "expired")) {
            String entry = asked.entry;
            if (entry != null) {
                remove(asked, entry);
            }
        }
    }

    /** The caller has gone before the end, or the end has come. */
    private void withdraw(String number, Open asked) {
        if (open.remove(number) != null) {
            asked.isLate = true;
            close(asked, "cancelled");
            String entry = asked.entry;
            if (entry != null) {
                remove(asked, entry);
            }
        }
    }

    private boolean settle(String number, ProblemException problem, String outcome) {
        Open asked = open.remove(number);
        if (asked == null) {
            return false;
        }
        close(asked, outcome);
        deliver(asked, null, problem);
        return true;
    }

    private void close(Open asked, String outcome) {
        inFlight.decrementAndGet();
        runtime.vertx().cancelTimer(asked.timer);
        runtime.metrics()
                .requests(asked.request.service(), asked.request.lane(), outcome)
                .record(System.nanoTime() - asked.begun, TimeUnit.NANOSECONDS);
    }

    @SuppressWarnings("CheckReturnValue") // a request that cannot be removed is dropped by the worker
    private void remove(Open asked, String entry) {
        String lane = WorkKeys.lane(asked.request.service(), asked.request.lane());
        runtime.redis()
                .send(Request.cmd(Command.XDEL).arg(lane).arg(entry))
                .subscribe()
                .with(done -> {}, failure -> {});
    }

    private static void deliver(Open asked, byte @Nullable [] body, @Nullable ProblemException problem) {
        Runnable delivery = () -> {
            if (problem == null) {
                asked.emitter.complete(body);
            } else {
                asked.emitter.fail(problem);
            }
        };
        Context context = asked.context;
        if (context == null || context.equals(Vertx.currentContext())) {
            delivery.run();
        } else {
            context.runOnContext(ignored -> delivery.run());
        }
    }

    private static ProblemException unavailable(String detail) {
        return new ProblemException(ProblemType.UNAVAILABLE, detail, Map.of(), RETRY_AFTER, null);
    }

    /** A request that is not settled yet. */
    private static final class Open {

        private final WorkRequest request;
        private final UniEmitter<? super byte[]> emitter;
        private final @Nullable Context context;
        private final long begun = System.nanoTime();
        private volatile long timer;
        private volatile boolean isLate;
        private volatile @Nullable String entry;

        Open(WorkRequest request, UniEmitter<? super byte[]> emitter, @Nullable Context context) {
            this.request = request;
            this.emitter = emitter;
            this.context = context;
        }
    }
}
