package io.mnemesh.mesh.stream;

import io.mnemesh.mesh.event.MeshEvent;
import io.smallrye.mutiny.Uni;
import java.util.List;

/**
 * A broadcast consumer: every instance sees every event and keeps its own {@link Cursor}, for example beside the index
 * it builds. Start it with {@link EventLog#follow}.
 *
 * <p>Calls of one follower never overlap, whatever partition they are for. Order holds within a partition. Events that
 * cannot be read are passed over and counted.
 */
public interface EventFollower {

    /** Name for logs and metrics, for example {@code memory-index}. */
    String name();

    /** Takes in the next entries of one partition, oldest first. The next batch waits for the Uni; a failure is retried. */
    Uni<Void> onEvents(List<FollowedEvent> events);

    /**
     * Entries between the cursor and the oldest retained entry are gone, or the log itself was lost: rebuild from the
     * record. Also called for a cursor that has no position yet when anything was ever trimmed. A failure is retried.
     *
     * @return completes when derived state is whole again; following goes on from {@code resumeAt}
     */
    Uni<Void> onGap(Cursor resumeAt);

    /** An event and where it came from. */
    record FollowedEvent(MeshEvent<?> event, Delivery delivery) {}
}
