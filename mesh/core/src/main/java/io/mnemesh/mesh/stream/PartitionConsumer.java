package io.mnemesh.mesh.stream;

import io.mnemesh.mesh.redis.Loop;
import io.mnemesh.mesh.telemetry.LogKey;
import io.mnemesh.mesh.telemetry.MeshLog;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Owns one partition for one group on this instance, one {@link Term} after another: takes the lease when it should own
 * the partition, has it read by a {@link TermReader} and handled by the {@link EntryHandler} while the lease lasts, and
 * gives the lease back when no handler runs any more.
 *
 * <p>Races and what holds in each:
 * <ul>
 *   <li>The lease may end before this instance hears of it. Reads check it in Redis; here nothing is started once the time
 *       is over for which Redis has secured it.
 *   <li>An answer about a term that has ended meanwhile changes nothing: it is compared with the term at hand.
 * </ul>
 *
 * <p>Confined to its {@link Loop}: the public operations may be called from any thread, all state is touched on the loop.
 */
final class PartitionConsumer {

    private static final MeshLog LOG = MeshLog.of(PartitionConsumer.class);

    private final GroupPartition partition;
    private final Loop loop;
    private final Flight flight;
    private final EntryHandler handler;
    private final List<Runnable> onReleased = new ArrayList<>();

    private @Nullable Term term;
    private boolean wanted;
    private boolean acquiring;
    private int terms;

    PartitionConsumer(StreamRuntime runtime, EventSubscription subscription, int number) {
        this.loop = new Loop(runtime.vertx());
        this.partition = new GroupPartition(runtime, subscription, number, loop);
        this.flight = new Flight(runtime.config().inFlight());
        this.handler = new EntryHandler(partition, this, flight);
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

    /** Whether another entry may be tried again later. On the loop. */
    boolean isGoing() {
        Term current = term;
        return current != null && !current.isGivenUp();
    }

    /** Whether an entry may be started now. On the loop. */
    boolean mayStart() {
        Term current = term;
        return current != null && !current.isGivenUp() && current.isSecured();
    }

    /** An entry has ended, so that perhaps none runs any more. On the loop. */
    void ended() {
        Term current = term;
        if (current != null) {
            releaseWhenIdle(current);
        }
    }

    private void acquire() {
        if (acquiring) {
            return;
        }
        acquiring = true;
        terms++;
        PartitionLease lease = partition.lease(terms);
        long sentAt = System.nanoTime();
        loop.take(
                lease.acquire(),
                taken -> {
                    acquiring = false;
                    if (taken) {
                        begin(lease, sentAt);
                    }
                },
                failure -> acquiring = false);
    }

    private void begin(PartitionLease lease, long sentAt) {
        var reader = new TermReader(partition, lease, flight, handler, () -> lose(lease));
        term = new Term(lease, reader, sentAt);
        tell("A partition was taken");
        reader.start();
    }

    private void renew(Term current) {
        long sentAt = System.nanoTime();
        loop.take(
                current.lease().renew(),
                still -> {
                    if (still) {
                        current.renewed(sentAt);
                        handler.startReady();
                    } else {
                        lose(current.lease());
                    }
                },
                failure -> {
                    if (!current.isSecured()) {
                        lose(current.lease());
                    }
                });
    }

    private void lose(PartitionLease lost) {
        Term current = term;
        if (current != null && current.lease() == lost) {
            tell("A partition was lost");
            end(current);
        }
    }

    private void giveUp(Term current) {
        if (current.isGivenUp()) {
            return;
        }
        current.giveUp();
        handler.dropWaiting();
        releaseWhenIdle(current);
    }

    private void releaseWhenIdle(Term current) {
        if (current.isGivenUp() && handler.isIdle()) {
            loop.take(current.lease().release(), released -> end(current), failure -> end(current));
        }
    }

    private void end(Term ended) {
        if (term != ended) {
            return;
        }
        term = null;
        ended.reader().close();
        handler.dropWaiting();
        onReleased.forEach(Runnable::run);
        onReleased.clear();
    }

    private void tell(String what) {
        LOG.debug(what)
                .with(LogKey.GROUP, partition.group())
                .with(LogKey.STREAM, partition.events())
                .log();
    }
}
