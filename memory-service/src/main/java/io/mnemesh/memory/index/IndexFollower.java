package io.mnemesh.memory.index;

import io.mnemesh.mesh.stream.Cursor;
import io.mnemesh.mesh.stream.EventFollower;
import io.mnemesh.mesh.stream.EventLog;
import io.mnemesh.mesh.telemetry.MeshLog;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps an index in step with the event log: opens it, rebuilds it from the record where that is needed, follows the log
 * from where the index ends, and starts over when the index breaks.
 *
 * <p>Threads: {@link #start} runs a chain of Unis, one at a time; the log calls {@link #onEvents} for one partition at a
 * time, and partitions meet on the index's own writer. {@link #state} may be read anywhere.
 */
public final class IndexFollower implements EventFollower {

    private static final MeshLog LOG = MeshLog.of(IndexFollower.class);
    private static final Duration FIRST_RETRY = Duration.ofMillis(250);
    private static final Duration LAST_RETRY = Duration.ofSeconds(10);

    private final String name;
    private final MemoryIndex index;
    private final EventLog log;
    private final Supplier<Generation> generation;
    private final IndexRebuild rebuild;
    private volatile IndexState state = IndexState.OPENING;
    private volatile boolean complete;
    private volatile EventLog.@Nullable Following following;
    private volatile Uni<Void> untilRebuilt = Uni.createFrom().voidItem();

    /**
     * A follower of the log.
     *
     * @param name       for logs and metrics
     * @param generation what the index is a build of
     */
    public IndexFollower(
            String name, MemoryIndex index, EventLog log, SnapshotSource record, Supplier<Generation> generation) {
        this.name = name;
        this.index = index;
        this.log = log;
        this.generation = generation;
        this.rebuild = new IndexRebuild(index, record, generation);
    }

    @Override
    public String name() {
        return name;
    }

    public IndexState state() {
        return state;
    }

    /** Events not taken in yet, as last seen. */
    public long backlog() {
        EventLog.Following open = following;
        return open == null ? 0 : open.backlog();
    }

    /** False until the index has once held everything the record did, since it was opened. */
    boolean complete() {
        return complete;
    }

    /** True if it takes in events as they come. */
    boolean follows() {
        return state == IndexState.FOLLOWING && following != null;
    }

    /** Opens and follows; retries until it succeeds or {@link #stop} is called. */
    public Uni<Void> start() {
        return Uni.createFrom()
                .deferred(() -> index.open().chain(this::begin))
                .onFailure(failure -> state() != IndexState.CLOSED)
                .invoke(failure -> {
                    LOG.warn("The memory index cannot be followed yet")
                            .cause(failure)
                            .log();
                    enter(state() == IndexState.OPENING ? IndexState.OPENING : IndexState.WAITING);
                })
                .onFailure(failure -> state() != IndexState.CLOSED)
                .retry()
                .withBackOff(FIRST_RETRY, LAST_RETRY)
                .indefinitely();
    }

    private Uni<Void> begin(Optional<Cursor> found) {
        enter(IndexState.WAITING);
        complete = found.isPresent();
        return found.map(cursor -> Uni.createFrom().item(cursor))
                .orElseGet(() -> log.end().call(this::rebuildFrom))
                .invoke(cursor -> {
                    if (enter(IndexState.FOLLOWING)) {
                        following = log.follow(cursor, this);
                    }
                })
                .replaceWithVoid();
    }

    private Uni<Void> rebuildFrom(Cursor resumeAt) {
        enter(IndexState.REBUILDING);
        LOG.info("The memory index is being rebuilt from the record").log();
        return rebuild.run(resumeAt).invoke(() -> {
            complete = true;
            LOG.info("The memory index is rebuilt").log();
        });
    }

    @Override
    public Uni<Void> onEvents(List<FollowedEvent> events) {
        var reached = new HashMap<Integer, String>();
        events.forEach(event ->
                reached.put(event.delivery().partition(), event.delivery().streamId()));
        List<IndexChange> changes = events.stream()
                .flatMap(event -> IndexChanges.of(event.event(), generation.get()).stream())
                .toList();
        return Uni.createFrom()
                .deferred(() -> untilRebuilt)
                .chain(() -> index.apply(changes, new Cursor(reached)))
                .onFailure(IndexBrokenException.class)
                .invoke(this::startOver);
    }

    @Override
    public Uni<Void> onGap(Cursor resumeAt) {
        LOG.warn("The event log no longer holds what the memory index has not seen")
                .log();
        Uni<Void> rebuilt = afterOthers(() -> rebuildFrom(resumeAt));
        return rebuilt.invoke(() -> enter(IndexState.FOLLOWING))
                .onFailure(IndexBrokenException.class)
                .invoke(this::startOver);
    }

    /** One rebuild at a time; changes of other partitions wait for it, so that it cannot overwrite them with older state. */
    private synchronized Uni<Void> afterOthers(Supplier<Uni<Void>> work) {
        Uni<Void> running = untilRebuilt.chain(work::get).memoize().indefinitely();
        untilRebuilt = running.onFailure().recoverWithNull();
        return running;
    }

    /** Opens the index anew after it broke. */
    public void startOver(Throwable broken) {
        synchronized (this) {
            if (state != IndexState.FOLLOWING && state != IndexState.REBUILDING) {
                return;
            }
            state = IndexState.OPENING;
        }
        LOG.warn("The memory index is opened anew").cause(broken).log();
        closeFollowing();
        start().subscribe()
                .with(
                        done -> {},
                        failure -> LOG.warn("The memory index is closed")
                                .cause(failure)
                                .log());
    }

    /** Stops following and closes the index. Blocks. */
    public void stop() {
        enter(IndexState.CLOSED);
        closeFollowing();
        index.close();
    }

    private void closeFollowing() {
        EventLog.Following open = following;
        following = null;
        if (open != null) {
            open.close();
        }
    }

    private synchronized boolean enter(IndexState next) {
        if (state == IndexState.CLOSED) {
            return false;
        }
        state = next;
        return true;
    }
}
