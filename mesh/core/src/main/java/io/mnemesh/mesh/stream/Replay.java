package io.mnemesh.mesh.stream;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Map;

/**
 * Sets consumer groups back or forth. The group's instances go on from the new place without a restart, at the latest
 * after one blocking read. Events that are handled again have their old ids: an effect that is guarded by
 * {@link io.mnemesh.mesh.outbox.ProcessedEvents} is not repeated unless its marks are removed first.
 */
public interface Replay {

    /** Handles all retained events from this time on (Redis's time of arrival). */
    Uni<Void> fromTime(String group, Instant time);

    /**
     * Handles all retained events after these entries.
     *
     * @param after per partition the last entry not to be handled, {@code ms-seq}; other partitions stay where they are
     */
    Uni<Void> afterEntries(String group, Map<Integer, String> after);

    /**
     * Removes a group that is no longer used, with what it had pending: from then on it does not hold up trimming. Its
     * dead letters stay. A group that is still used starts anew at the oldest retained event.
     */
    Uni<Void> forget(String group);
}
