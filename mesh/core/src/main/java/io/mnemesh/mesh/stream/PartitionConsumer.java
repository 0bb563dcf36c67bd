package io.mnemesh.mesh.stream;

import io.mnemesh.mesh.event.EventType;
import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.event.UndecodableEventException;
import io.mnemesh.mesh.problem.Failures;
import io.mnemesh.mesh.redis.Backoff;
import io.mnemesh.mesh.redis.Loop;
import io.mnemesh.mesh.redis.RedisLine;
import io.mnemesh.mesh.redis.RedisLines;
import io.mnemesh.mesh.telemetry.LogKey;
import io.mnemesh.mesh.telemetry.MeshLog;
import io.opentelemetry.api.trace.Span;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Handles one partition for one group on this instance, while the instance owns it.
 *
 * <p>A term of ownership runs: take the lease, take over whatever was delivered before and not acknowledged, then read
 * what is new. Reading and taking over are scripts that check the lease, so an instance that has lost it gets nothing.
 * After any failed read the pending entries are taken over again, because the answer that was lost may have delivered
 * some; they come before newer ones, so order holds. Entries that are still in flight here are not started twice.
 *
 * <p>Races and what holds in each:
 * <ul>
 *   <li>A handler that is still running when the lease ends cannot be stopped for sure; the next owner may handle its
 *       entry again at the same time. That is the at-least-once of the contract. No further try is started here.
 *   <li>An acknowledgement may come after the lease has ended. It is right to send it: the effect is there.
 *   <li>A dead letter is written only by the script that also acknowledges, so two owners cannot write it twice.
 *   <li>A consumer that was reset ({@link Replay}) may deliver an entry that is in flight here; it is left to the
 *       running try.
 * </ul>
 *
 * <p>Confined to its {@link Loop}: the public operations may be called from any thread, all state is touched on the loop.
 */
final class PartitionConsumer {

    /** The one consumer name of all groups: the lease says which instance stands behind it. */
    static final String CONSUMER = "owner";

    private static final MeshLog LOG = MeshLog.of(PartitionConsumer.class);

    private final StreamRuntime runtime;
    private final RedisLines redis;
    private final EventSubscription subscription;
    private final int partition;
    private final Loop loop;
    private final String events;
    private final String redelivery;
    private final Set<String> types;
    private final Backoff retry;
    private final SubjectQueues<InFlight> queues;
    private final Map<String, InFlight> inFlight = new HashMap<>();
    private final List<Runnable> onReleased = new ArrayList<>();

    private @Nullable Term term;
    private @Nullable Runnable onRoom;
    private boolean wanted;
    private boolean acquiring;
    private boolean releasing;
    private int terms;
    private int readFailures;

    PartitionConsumer(StreamRuntime runtime, EventSubscription subscription, int partition) {
        this.runtime = runtime;
        this.redis = runtime.redis();
        this.subscription = subscription;
        this.partition = partition;
        this.loop = new Loop(runtime.vertx());
        this.events = StreamKeys.events(partition);
        this.redelivery = StreamKeys.redelivery(partition, subscription.group());
        this.types = subscription.types().stream().map(EventType::name).collect(Collectors.toUnmodifiableSet());
        this.retry = StreamConfig.retry(runtime.config());
        this.queues = new SubjectQueues<>(runtime.config().concurrency());
    }

    /** Says, at each heartbeat, whether this instance should own the partition; takes, keeps or gives up the lease. */
    void heartbeat(boolean shouldOwn) {
        loop.run(() -> {
            wanted = shouldOwn;
            Term current = term;
            if (current == null) {
                if (wanted) {
                    acquire();
                }
            } else {
                renew(current);
                if (!wanted) {
                    giveUp(current);
                }
            }
        });
    }

    /** Gives the partition up: completes when no handler runs and the lease is given back. */
    Uni<Void> release() {
        return Uni.createFrom()
                .emitter(emitter -> loop.run(() -> {
                    wanted = false;
                    Term current = term;
                    if (current == null) {
                        emitter.complete(null);
                    } else {
                        onReleased.add(() -> emitter.complete(null));
                        giveUp(current);
                    }
                }));
    }

    /** Whether the partition is owned here now. May be called from any thread; the answer may be old when it arrives. */
    Uni<Boolean> owned() {
        return Uni.createFrom().emitter(emitter -> loop.run(() -> emitter.complete(term != null)));
    }

    // Ownership

    private void acquire() {
        if (acquiring) {
            return;
        }
        acquiring = true;
        terms++;
        var lease = new PartitionLease(
                redis,
                StreamKeys.lease(partition, subscription.group()),
                runtime.instance().id() + '/' + terms,
                runtime.config().leaseTtl());
        long sentAt = System.nanoTime();
        loop.take(
                lease.acquire(),
                taken -> {
                    acquiring = false;
                    if (taken) {
                        begin(new Term(lease, redis.open(), lease.securedUntil(sentAt)));
                    }
                },
                failure -> acquiring = false);
    }

    private void begin(Term started) {
        term = started;
        readFailures = 0;
        LOG.debug("A partition was taken")
                .with(LogKey.GROUP, subscription.group())
                .with(LogKey.STREAM, events)
                .log();
        takeOver(started);
    }

    private void renew(Term current) {
        long sentAt = System.nanoTime();
        loop.take(
                current.lease.renew(),
                still -> {
                    if (still) {
                        current.securedUntil = current.lease.securedUntil(sentAt);
                        startReady();
                    } else {
                        lose(current);
                    }
                },
                failure -> {
                    if (!current.isSecured()) {
                        lose(current);
                    }
                });
    }

    private void lose(Term lost) {
        if (term != lost) {
            return;
        }
        LOG.debug("A partition was lost")
                .with(LogKey.GROUP, subscription.group())
                .with(LogKey.STREAM, events)
                .log();
        end(lost);
    }

    private void giveUp(Term current) {
        if (releasing) {
            return;
        }
        releasing = true;
        current.reading = false;
        dropWaiting();
        releaseWhenIdle(current);
    }

    private void releaseWhenIdle(Term current) {
        if (term != current || !releasing || queues.running() > 0) {
            return;
        }
        loop.take(current.lease.release(), released -> end(current), failure -> end(current));
    }

    private void end(Term ended) {
        if (term != ended) {
            return;
        }
        term = null;
        releasing = false;
        onRoom = null;
        ended.reading = false;
        redis.close(ended.line);
        dropWaiting();
        onReleased.forEach(Runnable::run);
        onReleased.clear();
    }

    private void dropWaiting() {
        queues.dropWaiting().forEach(entry -> inFlight.remove(entry.handle()));
    }

    // Reading

    private void takeOver(Term current) {
        loop.take(
                ensureGroup(events).chain(() -> ensureGroup(redelivery)),
                ready -> takeOver(
                        current, redelivery, "0-0", () -> takeOver(current, events, "0-0", () -> read(current))),
                failure -> readFailed(current, failure));
    }

    private void takeOver(Term current, String stream, String from, Runnable then) {
        if (!mayRead(current) || waitsForRoom(() -> takeOver(current, stream, from, then))) {
            return;
        }
        Request claim = StreamScripts.CLAIM.call(
                List.of(current.lease.key(), stream),
                List.of(
                        current.lease.token(),
                        subscription.group(),
                        CONSUMER,
                        from,
                        Integer.toString(runtime.config().batch())));
        loop.take(
                current.line.send(claim),
                answer -> {
                    if (!mayRead(current) || answer == null) {
                        return;
                    }
                    accept(stream, StreamEntry.list(answer.get(1)));
                    String next = answer.get(0).toString();
                    if (next.equals("0-0")) {
                        then.run();
                    } else {
                        takeOver(current, stream, next, then);
                    }
                },
                failure -> readFailed(current, failure));
    }

    private void read(Term current) {
        if (!mayRead(current) || waitsForRoom(() -> read(current))) {
            return;
        }
        int count = Math.min(runtime.config().batch(), room());
        Request read = StreamScripts.READ.call(
                List.of(current.lease.key(), events, redelivery),
                List.of(current.lease.token(), subscription.group(), CONSUMER, Integer.toString(count)));
        loop.take(
                current.line.send(read),
                answer -> {
                    if (!mayRead(current) || answer == null) {
                        return;
                    }
                    readFailures = 0;
                    List<StreamEntry> fresh = StreamEntry.list(answer.get(0));
                    List<StreamEntry> again = StreamEntry.list(answer.get(1));
                    accept(redelivery, again);
                    accept(events, fresh);
                    if (fresh.isEmpty() && again.isEmpty()) {
                        await(current, answer);
                    } else {
                        read(current);
                    }
                },
                failure -> readFailed(current, failure));
    }

    /** Blocks until something newer than the last entries is there, or for a while. */
    private void await(Term current, Response answer) {
        Duration block = redis.config().block();
        Request wait = Request.cmd(Command.XREAD)
                .arg("COUNT")
                .arg(1)
                .arg("BLOCK")
                .arg(block.toMillis())
                .arg("STREAMS")
                .arg(events)
                .arg(redelivery)
                .arg(answer.get(2).toString())
                .arg(answer.get(3).toString());
        loop.take(
                current.line.sendBlocking(wait, block),
                ignored -> read(current),
                failure -> readFailed(current, failure));
    }

    private void readFailed(Term current, Throwable failure) {
        if (!mayRead(current)) {
            return;
        }
        if (Failures.isRedisError(failure, "FENCED")) {
            lose(current);
            return;
        }
        readFailures++;
        LOG.debug("Reading a partition failed and is tried again")
                .with(LogKey.GROUP, subscription.group())
                .with(LogKey.STREAM, events)
                .with(LogKey.ATTEMPT, readFailures)
                .cause(failure)
                .log();
        loop.after(retry.after(readFailures), () -> {
            if (mayRead(current)) {
                takeOver(current);
            }
        });
    }

    private boolean mayRead(Term current) {
        return term == current && current.reading;
    }

    private int room() {
        return runtime.config().inFlight() - inFlight.size();
    }

    /** Keeps the continuation until there is room, if there is none. */
    private boolean waitsForRoom(Runnable continuation) {
        if (room() > 0) {
            return false;
        }
        onRoom = continuation;
        return true;
    }

    private Uni<Void> ensureGroup(String stream) {
        Request create = Request.cmd(Command.XGROUP)
                .arg("CREATE")
                .arg(stream)
                .arg(subscription.group())
                .arg("0")
                .arg("MKSTREAM");
        return redis.send(create)
                .replaceWithVoid()
                .onFailure(failure -> Failures.isRedisError(failure, "BUSYGROUP"))
                .recoverWithNull()
                .replaceWithVoid();
    }

    // Handling

    private void accept(String stream, List<StreamEntry> entries) {
        var unseen = new ArrayList<String>();
        for (StreamEntry entry : entries) {
            if (inFlight.containsKey(InFlight.handle(stream, entry.id()))) {
                continue;
            }
            String type = entry.fields().get("ce_type");
            if (type != null && !types.contains(type)) {
                unseen.add(entry.id());
            } else {
                accept(stream, entry);
            }
        }
        if (!unseen.isEmpty()) {
            acknowledge(stream, unseen, 1);
        }
        startReady();
    }

    private void accept(String stream, StreamEntry entry) {
        MeshEvent<?> event;
        try {
            event = runtime.codec().decode(entry.fields());
        } catch (UndecodableEventException e) {
            LOG.warn("An entry that is no event was set aside as a dead letter")
                    .with(LogKey.GROUP, subscription.group())
                    .with(LogKey.STREAM, stream)
                    .cause(e)
                    .log();
            bury(stream, entry.id(), e, 0, 1, () -> {});
            return;
        }
        var delivered = new InFlight(stream, entry.id(), event);
        inFlight.put(delivered.handle(), delivered);
        queues.offer(delivered.subject(), delivered);
    }

    private void startReady() {
        Term current = term;
        while (current != null && !releasing && current.isSecured()) {
            InFlight entry = queues.poll();
            if (entry == null) {
                return;
            }
            start(entry);
        }
    }

    private void start(InFlight entry) {
        var delivery = new Delivery(subscription.group(), partition, entry.id(), entry.nextTry());
        Span span = runtime.traces()
                .consumer(
                        subscription.group() + " " + entry.event().type().shortName(),
                        entry.event().traceparent());
        long begun = System.nanoTime();
        Uni<Void> handled = loop.handle(
                span,
                () -> subscription
                        .handle(entry.event(), delivery)
                        .ifNoItem()
                        .after(runtime.config().handlerTimeout())
                        .fail());
        loop.take(
                handled,
                ignored -> {
                    runtime.metrics()
                            .handled(subscription.group())
                            .record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
                    acknowledge(entry.stream(), List.of(entry.id()), 1);
                    finished(entry);
                },
                failure -> failed(entry, failure));
    }

    private void failed(InFlight entry, Throwable failure) {
        boolean isTransient = Failures.isTransient(failure);
        if (!isTransient && entry.nextFailure() >= subscription.maxAttempts()) {
            LOG.warn("An event was set aside as a dead letter")
                    .with(LogKey.GROUP, subscription.group())
                    .with(LogKey.STREAM, events)
                    .with(LogKey.TENANT, entry.event().tenant())
                    .with(LogKey.EVENT_ID, entry.event().id())
                    .with(LogKey.ATTEMPT, entry.tries())
                    .cause(failure)
                    .log();
            bury(entry.stream(), entry.id(), failure, entry.tries(), 1, () -> finished(entry));
            return;
        }
        runtime.metrics().retries(subscription.group(), isTransient).increment();
        LOG.debug("An event will be tried again")
                .with(LogKey.GROUP, subscription.group())
                .with(LogKey.STREAM, events)
                .with(LogKey.TENANT, entry.event().tenant())
                .with(LogKey.EVENT_ID, entry.event().id())
                .with(LogKey.ATTEMPT, entry.tries())
                .cause(failure)
                .log();
        queues.park(entry.subject());
        if (isGoing()) {
            loop.after(retry.after(entry.tries()), () -> tryAgain(entry));
            startReady();
        } else {
            abandon(entry);
        }
    }

    private void tryAgain(InFlight entry) {
        if (isGoing()) {
            queues.unpark(entry.subject(), entry);
            startReady();
        } else {
            abandon(entry);
        }
    }

    private boolean isGoing() {
        return term != null && !releasing;
    }

    /** Leaves the entry pending, for whoever owns the partition next. */
    private void abandon(InFlight entry) {
        inFlight.remove(entry.handle());
        queues.abandon(entry.subject());
        Term current = term;
        if (current != null) {
            releaseWhenIdle(current);
        }
    }

    private void finished(InFlight entry) {
        queues.done(entry.subject());
        startReady();
        Term current = term;
        if (current != null) {
            releaseWhenIdle(current);
        }
    }

    /** Acknowledges until Redis has it; only then the entries leave the flight, so that they are not started again. */
    private void acknowledge(String stream, List<String> ids, int attempt) {
        var ack = Request.cmd(Command.XACK).arg(stream).arg(subscription.group());
        ids.forEach(ack::arg);
        var requests = new ArrayList<Request>(List.of(ack));
        if (stream.equals(redelivery)) {
            var delete = Request.cmd(Command.XDEL).arg(stream);
            ids.forEach(delete::arg);
            requests.add(delete);
        }
        loop.take(
                redis.batch(requests),
                done -> landed(stream, ids),
                failure -> loop.after(retry.after(attempt), () -> acknowledge(stream, ids, attempt + 1)));
    }

    private void bury(String stream, String id, Throwable failure, int attempts, int round, Runnable then) {
        Request bury = StreamScripts.BURY.call(
                List.of(stream, StreamKeys.deadLetters(partition, subscription.group())),
                List.of(
                        subscription.group(),
                        id,
                        stream.equals(redelivery) ? "1" : "0",
                        DeadLetter.ERROR_TYPE,
                        failure.getClass().getName(),
                        DeadLetter.ERROR_MESSAGE,
                        DeadLetter.shortened(failure.getMessage()),
                        DeadLetter.ATTEMPTS,
                        Integer.toString(attempts),
                        DeadLetter.ENTRY,
                        id,
                        DeadLetter.AT,
                        Instant.now().toString()));
        loop.take(
                redis.send(bury),
                done -> {
                    if (done != null && done.toInteger() == 1) {
                        runtime.metrics().buried(subscription.group()).increment();
                    }
                    landed(stream, List.of(id));
                    then.run();
                },
                error -> loop.after(retry.after(round), () -> bury(stream, id, failure, attempts, round + 1, then)));
    }

    private void landed(String stream, List<String> ids) {
        ids.forEach(id -> inFlight.remove(InFlight.handle(stream, id)));
        Runnable continuation = onRoom;
        if (continuation != null && room() > 0) {
            onRoom = null;
            continuation.run();
        }
    }

    /** One uninterrupted ownership. Mutable; confined to the loop. */
    private static final class Term {

        private final PartitionLease lease;
        private final RedisLine line;
        private long securedUntil;
        private boolean reading = true;

        Term(PartitionLease lease, RedisLine line, long securedUntil) {
            this.lease = lease;
            this.line = line;
            this.securedUntil = securedUntil;
        }

        boolean isSecured() {
            return System.nanoTime() - securedUntil < 0;
        }
    }
}
