package io.mnemesh.memory.index;

import io.mnemesh.memory.memories.MemoryFilter;
import io.mnemesh.memory.storage.Callers;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * One build of the index that is open and follows the log. A question keeps the one it began with, whatever serves
 * meanwhile. Answers come on the caller's Vert.x context.
 */
public final class ServingIndex {

    private final MemoryIndex index;
    private final IndexFollower follower;
    private volatile Generation generation;

    ServingIndex(Generation generation, MemoryIndex index, Follow follow) {
        this.generation = generation;
        this.index = index;
        this.follower = follow.start(index, this::generation);
    }

    /** Makes the follower of an index. */
    interface Follow {
        IndexFollower start(MemoryIndex index, Supplier<Generation> generation);
    }

    public Generation generation() {
        return generation;
    }

    /** The same build, of which more is known. */
    void become(Generation same) {
        generation = same;
    }

    public Uni<IndexHits> search(IndexQuery query) {
        return asked(index.search(query));
    }

    /** The memories nearest to a vector among those meant, nearest first. */
    public Uni<List<Neighbour>> nearest(TenantId tenant, float[] vector, MemoryFilter filter, int limit) {
        return asked(index.nearest(tenant, vector, filter, limit));
    }

    /** Those of these words (lower case) that name someone who speaks in a conversation of this tenant. */
    public Uni<Set<String>> speakers(TenantId tenant, Set<String> words) {
        return asked(index.speakers(tenant, words));
    }

    /** Removes memories for good. */
    Uni<Void> expunge(TenantId tenant, Collection<UUID> ids) {
        return asked(index.expunge(tenant, ids));
    }

    private <T> Uni<T> asked(Uni<T> question) {
        return Callers.back(question.onFailure(IndexBrokenException.class).invoke(follower::startOver));
    }

    IndexFollower follower() {
        return follower;
    }

    MemoryIndex index() {
        return index;
    }

    /** False while it is being built for the first time here, so that not every memory can be found. */
    public boolean complete() {
        return follower.complete();
    }

    /** True if it answers as of now, or has taken in as much as another one. */
    boolean caughtUp(ServingIndex than) {
        long backlog = follower.backlog();
        return follower.follows()
                && index.available()
                && (backlog == 0 || (backlog < Long.MAX_VALUE && backlog <= than.follower.backlog()));
    }
}
