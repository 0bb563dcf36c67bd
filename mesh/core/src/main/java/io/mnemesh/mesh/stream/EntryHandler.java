package io.mnemesh.mesh.stream;

import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.event.UndecodableEventException;
import io.mnemesh.mesh.problem.Failures;
import io.mnemesh.mesh.redis.Backoff;
import io.mnemesh.mesh.redis.Loop;
import io.mnemesh.mesh.telemetry.LogKey;
import io.mnemesh.mesh.telemetry.MeshLog;
import io.opentelemetry.api.trace.Span;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Handles the entries of one partition: starts them in the order of their subjects, tries those again that failed, and
 * hands over what is done with to the {@link Acknowledger}. It lives across terms and starts something only while its
 * owner may.
 *
 * <p>Races and what holds in each:
 * <ul>
 *   <li>A handler that is still running when the lease ends cannot be stopped for sure; the next owner may handle its
 *       entry again at the same time. That is the at-least-once of the contract. No further try is started here.
 *   <li>A consumer that was reset ({@link Replay}) may deliver an entry that is in flight here; it is left to the
 *       running try.
 * </ul>
 *
 * <p>Confined to the loop of its partition.
 */
final class EntryHandler {

    private static final MeshLog LOG = MeshLog.of(EntryHandler.class);

    private final GroupPartition partition;
    private final PartitionConsumer owner;
    private final Flight flight;
    private final Acknowledger acknowledger;
    private final StreamRuntime runtime;
    private final EventSubscription subscription;
    private final Loop loop;
    private final Set<String> types;
    private final Backoff retry;
    private final SubjectQueues<InFlight> queues;

    EntryHandler(GroupPartition partition, PartitionConsumer owner, Flight flight) {
        this.partition = partition;
        this.owner = owner;
        this.flight = flight;
        this.acknowledger = new Acknowledger(partition, flight);
        this.runtime = partition.runtime();
        this.subscription = partition.subscription();
        this.loop = partition.loop();
        this.types = partition.types();
        this.retry = partition.retry();
        this.queues = new SubjectQueues<>(partition.config().concurrency());
    }

    /** Takes in what a read has delivered. */
    void accept(String stream, List<StreamEntry> entries) {
        var unseen = new ArrayList<String>();
        for (StreamEntry entry : entries) {
            if (flight.contains(stream, entry.id())) {
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
            acknowledger.acknowledge(stream, unseen);
        }
        startReady();
    }

    private void accept(String stream, StreamEntry entry) {
        MeshEvent<?> event;
        try {
            event = runtime.codec().decode(entry.fields());
        } catch (UndecodableEventException e) {
            LOG.warn("An entry that is no event was set aside as a dead letter")
                    .with(LogKey.GROUP, partition.group())
                    .with(LogKey.STREAM, stream)
                    .cause(e)
                    .log();
            acknowledger.bury(stream, entry.id(), e, 0, () -> {});
            return;
        }
        var delivered = new InFlight(stream, entry.id(), event);
        flight.add(delivered);
        queues.offer(delivered.subject(), delivered);
    }

    /** Starts what may start. */
    void startReady() {
        while (owner.mayStart()) {
            InFlight entry = queues.poll();
            if (entry == null) {
                return;
            }
            start(entry);
        }
    }

    /** Whether no handler runs. */
    boolean isIdle() {
        return queues.running() == 0;
    }

    /** Leaves what has not started to whoever owns the partition next. */
    void dropWaiting() {
        queues.dropWaiting().forEach(flight::drop);
    }

    private void start(InFlight entry) {
        var delivery = new Delivery(partition.group(), partition.number(), entry.id(), entry.nextTry());
        Span span = runtime.traces()
                .consumer(
                        partition.group() + " " + entry.event().type().shortName(),
                        entry.event().traceparent());
        long begun = System.nanoTime();
        Uni<Void> handled = loop.handle(
                span,
                () -> subscription
                        .handle(entry.event(), delivery)
                        .ifNoItem()
                        .after(partition.config().handlerTimeout())
                        .fail());
        loop.take(
                handled,
                ignored -> {
                    runtime.metrics()
                            .handled(partition.group())
                            .record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
                    acknowledger.acknowledge(entry.stream(), List.of(entry.id()));
                    finished(entry);
                },
                failure -> failed(entry, failure));
    }

    private void failed(InFlight entry, Throwable failure) {
        boolean isTransient = Failures.isTransient(failure);
        if (!isTransient && entry.nextFailure() >= subscription.maxAttempts()) {
            about(entry, LOG.warn("An event was set aside as a dead letter"))
                    .cause(failure)
                    .log();
            acknowledger.bury(entry.stream(), entry.id(), failure, entry.tries(), () -> finished(entry));
            return;
        }
        runtime.metrics().retries(partition.group(), isTransient).increment();
        about(entry, LOG.debug("An event will be tried again")).cause(failure).log();
        queues.park(entry.subject());
        if (owner.isGoing()) {
            loop.after(retry.after(entry.tries()), () -> tryAgain(entry));
            startReady();
        } else {
            abandon(entry);
        }
    }

    private MeshLog.Entry about(InFlight entry, MeshLog.Entry line) {
        return line.with(LogKey.GROUP, partition.group())
                .with(LogKey.STREAM, partition.events())
                .with(LogKey.TENANT, entry.event().tenant())
                .with(LogKey.EVENT_ID, entry.event().id())
                .with(LogKey.ATTEMPT, entry.tries());
    }

    private void tryAgain(InFlight entry) {
        if (owner.isGoing()) {
            queues.unpark(entry.subject(), entry);
            startReady();
        } else {
            abandon(entry);
        }
    }

    /** Leaves the entry pending, for whoever owns the partition next. */
    private void abandon(InFlight entry) {
        flight.drop(entry);
        queues.abandon(entry.subject());
        owner.ended();
    }

    private void finished(InFlight entry) {
        queues.done(entry.subject());
        startReady();
        owner.ended();
    }
}
