package io.mnemesh.memory.index;

import io.mnemesh.memory.memories.MemoryFilter;
import io.mnemesh.mesh.stream.Cursor;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The derived search index over the memories of all tenants. It keeps how far it has followed the event log beside what
 * it indexed, so that a restart goes on where the durable part ends.
 *
 * <p>Changes are taken in one after another, in the order of the calls; questions run beside them and see every change
 * within 50 ms of its Uni completing.
 */
public interface MemoryIndex {

    /**
     * Opens it.
     *
     * @return where to go on following; empty if nothing usable was there (missing, damaged, of another format, or a
     *     rebuild was interrupted): it is open and whatever is in it can be searched, and it must be rebuilt
     */
    Uni<Optional<Cursor>> open();

    /**
     * Takes in changes.
     *
     * @param reached positions of the log after these changes; partitions that are not named keep theirs
     * @return fails with {@link IndexBrokenException} if the index must be opened anew and rebuilt
     */
    Uni<Void> apply(List<IndexChange> changes, Cursor reached);

    /** Finds memories; fails with {@code too-many-requests} when too many questions wait. */
    Uni<IndexHits> search(IndexQuery query);

    /** The memories nearest to a vector among those meant, nearest first; fails as {@link #search} does. */
    Uni<List<Neighbour>> nearest(TenantId tenant, float[] vector, MemoryFilter filter, int limit);

    /** Those of these words (lower case) that name someone who speaks in a conversation of this tenant. */
    Uni<Set<String>> speakers(TenantId tenant, Set<String> words);

    /** Starts a rebuild: from now on what is put by {@link #restore} is kept, all else is served until the end. */
    Uni<Void> beginRebuild();

    /** Takes in memories as the record has them, whatever the index knows of them. */
    Uni<Void> restore(List<IndexedMemory> memories);

    /** Ends a rebuild: what was not restored is removed, and following goes on from {@code resumeAt}. */
    Uni<Void> endRebuild(Cursor resumeAt);

    /**
     * Removes memories for good: when it completes, nothing of them is in the index any more, not in its files either. What
     * {@link #apply} removes may stay there unseen.
     */
    default Uni<Void> expunge(TenantId tenant, Collection<UUID> ids) {
        return apply(
                        ids.stream()
                                .<IndexChange>map(id -> new IndexChange.Remove(tenant, id))
                                .toList(),
                        Cursor.START)
                .chain(this::flush);
    }

    /** Makes everything taken in durable. */
    Uni<Void> flush();

    /** How much is in it. */
    IndexStatistics statistics();

    /** False while the engine it is kept in does not answer. */
    boolean available();

    /** Makes everything durable and closes it. Blocks. */
    void close();
}
