package io.mnemesh.gateway.relay.message;

import io.mnemesh.mesh.redis.Backoff;
import io.mnemesh.mesh.telemetry.LogKey;
import io.mnemesh.mesh.telemetry.MeshLog;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Claims messages while there is room and has them delivered. One claim runs at a time; a wish for one that comes meanwhile
 * is fulfilled after it. Thread-safe; never blocks but at the end, when it gives back what it holds.
 */
@ApplicationScoped
class MessageDispatcher {

    private static final MeshLog LOG = MeshLog.of(MessageDispatcher.class);
    private static final Duration LAST_MOMENT = Duration.ofSeconds(5);

    private final MessageQueue queue;
    private final MessageDelivery delivery;
    private final MessageMetrics metrics;
    private final MessageConfig config;
    private final Backoff backoff;
    private final Vertx vertx;

    /** Another one at each start, so that what a former one held is only taken back with its lease. */
    private final UUID owner = UUID.randomUUID();

    private final AtomicInteger running = new AtomicInteger();
    private final AtomicBoolean claiming = new AtomicBoolean();
    private final AtomicBoolean wanted = new AtomicBoolean();
    private volatile boolean failing;
    private volatile boolean closed;
    private long timer = -1;

    MessageDispatcher(
            MessageQueue queue, MessageDelivery delivery, MessageMetrics metrics, MessageConfig config, Vertx vertx) {
        this.queue = queue;
        this.delivery = delivery;
        this.metrics = metrics;
        this.config = config;
        this.backoff = new Backoff(config.firstPause(), config.longestPause());
        this.vertx = vertx;
    }

    void onStart(@Observes StartupEvent event) {
        if (config.deliver()) {
            timer = vertx.setPeriodic(config.poll().toMillis(), tick -> look());
        }
    }

    /** Looks for messages soon, if there is room for any. */
    void wake() {
        if (running.get() < config.atOnce()) {
            look();
        }
    }

    /** Looks for messages, and for those that have to be given up or taken back, for which no room is needed. */
    private void look() {
        if (!config.deliver() || closed) {
            return;
        }
        wanted.set(true);
        if (claiming.compareAndSet(false, true)) {
            claim();
        }
    }

    @SuppressWarnings("CheckReturnValue") // nothing to cancel: a claim that comes too late runs out with its lease
    private void claim() {
        wanted.set(false);
        int room = Math.max(0, config.atOnce() - running.get());
        queue.claim(owner, room).subscribe().with(this::start, this::failed);
    }

    private void start(MessageQueue.Claim claim) {
        failing = false;
        metrics.expired(claim.expired());
        metrics.retried(claim.takenBack());
        running.addAndGet(claim.messages().size());
        claim.messages().forEach(this::deliver);
        claiming.set(false);
        if (wanted.get()) {
            wake();
        }
    }

    private void failed(Throwable failure) {
        if (!failing && !closed) {
            failing = true;
            LOG.warn("Messages cannot be claimed now").cause(failure).log();
        }
        claiming.set(false); // the next tick tries again
    }

    @SuppressWarnings("CheckReturnValue") // nothing to cancel: the lease runs out by itself
    private void deliver(ClaimedMessage message) {
        Uni.createFrom()
                .deferred(() -> delivery.deliver(message))
                .chain(verdict -> settle(message, verdict))
                .onFailure()
                .invoke(failure -> LOG.warn("What became of a message could not be noted; it is sent again")
                        .with(LogKey.EVENT_ID, message.id())
                        .with(LogKey.REASON, String.valueOf(failure.getMessage()))
                        .log())
                .onItemOrFailure()
                .invoke((noted, failure) -> running.decrementAndGet())
                .subscribe()
                .with(noted -> wake(), failure -> {});
    }

    private Uni<Boolean> settle(ClaimedMessage message, Verdict verdict) {
        return switch (verdict) {
            case Verdict.Delivered delivered ->
                queue.delivered(message, delivered.status()).invoke(metrics::delivered);
            case Verdict.Dead dead -> bury(message, dead);
            case Verdict.Again again ->
                again.counted() && message.attempts() >= config.attempts()
                        ? bury(message, new Verdict.Dead(again.status(), again.error()))
                        : queue.again(message, again, pause(message, again)).invoke(() -> metrics.retried(1));
        };
    }

    private Uni<Boolean> bury(ClaimedMessage message, Verdict.Dead dead) {
        return queue.dead(message, dead.status(), dead.error()).invoke(metrics::died);
    }

    private Duration pause(ClaimedMessage message, Verdict.Again again) {
        Duration own = backoff.after(message.attempts());
        return own.compareTo(again.pause()) > 0
                ? own
                : again.pause().plus(backoff.after(1).dividedBy(4));
    }

    void onStop(@Observes ShutdownEvent event) {
        closed = true;
        if (timer < 0) {
            return;
        }
        vertx.cancelTimer(timer);
        queue.release(owner)
                .onFailure()
                .recoverWithItem(0)
                .ifNoItem()
                .after(LAST_MOMENT.dividedBy(2))
                .recoverWithItem(0)
                .await()
                .atMost(LAST_MOMENT);
    }
}
