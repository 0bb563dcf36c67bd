package io.mnemesh.cache;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A loaded value with its tags: {@link HierarchicalCache#invalidateTag} of one of them ends it in every tier and process.
 * A tag is 1 to 128 bytes of UTF-8 without control characters; an entry has at most 32.
 *
 * @param value null: there is none, which is remembered under the tags if the cache remembers absence
 */
public record Tagged<V>(@Nullable V value, Set<String> tags) {

    public Tagged {
        tags = Set.copyOf(tags);
    }

    public static <V> Tagged<V> of(@Nullable V value, String... tags) {
        return of(value, List.of(tags));
    }

    public static <V> Tagged<V> of(@Nullable V value, Collection<String> tags) {
        return new Tagged<>(value, Set.copyOf(tags));
    }
}
