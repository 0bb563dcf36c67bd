package io.mnemesh.cache.local;

import io.mnemesh.mesh.tenancy.TenantId;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tags of one cache of this process by a count of their invalidations, which is a logical clock. A reader takes
 * {@link #now} before it looks anywhere; what it finds is old as soon as one of its tags is invalidated after that, whether
 * or not the tag was known before.
 *
 * <p>A state lives as long as an entry holds it, or as it is among the latest {@link #RECENT} invalidations; older ones
 * are taken for invalidated when the last of them that was forgotten was. States that nobody holds leave the table a few at
 * a time, with every call. Safe for concurrent use.
 */
public final class LocalTags {

    static final int RECENT = 16 * 1024;
    private static final int RECLAIM = 64;

    private final Map<LocalKey, Ref> states = new HashMap<>();
    private final ReferenceQueue<TagState> unheld = new ReferenceQueue<>();
    private final Deque<Invalidated> recent = new ArrayDeque<>();
    private long forgotten;
    private volatile long now;

    /** The count of invalidations. */
    public long now() {
        return now;
    }

    /** The tag was invalidated. */
    public synchronized void changed(LocalKey tag) {
        long at = now + 1;
        TagState state = state(tag);
        state.changed(at);
        recent.addLast(new Invalidated(state, at));
        if (recent.size() > RECENT) {
            forgotten = recent.removeFirst().at();
        }
        // After the state: who reads the new count finds nothing that is older than it.
        now = at;
        reclaim();
    }

    /**
     * What an entry that was read after {@code horizon} is to know.
     *
     * @param tags each at most once
     */
    public TagStamp stamp(TenantId tenant, List<String> tags, long horizon) {
        if (tags.isEmpty()) {
            return TagStamp.NONE;
        }
        var held = new TagState[tags.size()];
        synchronized (this) {
            for (int i = 0; i < held.length; i++) {
                held[i] = state(new LocalKey(tenant, tags.get(i)));
            }
            reclaim();
        }
        return new TagStamp(horizon, held);
    }

    /** Tags that are known. */
    public synchronized int size() {
        return states.size();
    }

    private TagState state(LocalKey tag) {
        Ref ref = states.get(tag);
        TagState state = ref == null ? null : ref.get();
        if (state == null) {
            state = new TagState(forgotten);
            states.put(tag, new Ref(tag, state, unheld));
        }
        return state;
    }

    private void reclaim() {
        for (int i = 0; i < RECLAIM; i++) {
            @Nullable Reference<? extends TagState> reference = unheld.poll();
            if (!(reference instanceof Ref ref)) {
                return;
            }
            states.remove(ref.tag, ref);
        }
    }

    /** Holds the state, so that it stays known. */
    record Invalidated(TagState state, long at) {}

    private static final class Ref extends WeakReference<TagState> {

        private final LocalKey tag;

        Ref(LocalKey tag, TagState state, ReferenceQueue<TagState> queue) {
            super(state, queue);
            this.tag = tag;
        }
    }
}
