package io.mnemesh.mesh.stream;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Removes entries from the event log for good: from the partitions, from the dead letters and from what is to be handled
 * once more. A stream that held one is written anew in one step, since a deleted entry's bytes would stay in it; groups,
 * what is pending, the last id and the count of entries stay as they are, so that neither consumers nor followers notice.
 */
public interface EventErasure {

    /** @return entries removed, of all streams */
    Uni<Long> erase(Predicate<Map<String, String>> meant);

    /** What a reading of all entries gives. */
    <T> Uni<List<T>> collect(Function<Map<String, String>, List<T>> reading);
}
