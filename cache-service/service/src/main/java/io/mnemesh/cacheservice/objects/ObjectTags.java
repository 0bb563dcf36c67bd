package io.mnemesh.cacheservice.objects;

import io.mnemesh.cache.TagRules;
import io.mnemesh.mesh.problem.ProblemException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tags of objects: of one namespace each, which they begin with in the cache. */
public final class ObjectTags {

    /** Most tags of an object, and in one request. */
    public static final int MOST = 32;

    /** Room beside the longest namespace and a separator. */
    static final int MOST_BYTES = 63;

    private ObjectTags() {}

    /**
     * The tags as the cache knows them.
     *
     * @throws ProblemException {@code invalid-value} if a tag is not acceptable
     */
    static Set<String> of(String namespace, Collection<@Nullable String> tags) {
        if (tags.size() > MOST) {
            throw ProblemException.invalid("tags", "There are at most " + MOST + " tags.");
        }
        return tags.stream().map(tag -> of(namespace, tag)).collect(Collectors.toUnmodifiableSet());
    }

    private static String of(String namespace, @Nullable String tag) {
        if (tag == null || !TagRules.isFit(tag, MOST_BYTES)) {
            throw ProblemException.invalid(
                    "tags",
                    "A tag is 1 to " + MOST_BYTES + " bytes of UTF-8 and is valid Unicode without control characters.");
        }
        return namespace + "/" + tag;
    }

    /** What a caller calls the tags that the cache knows. */
    public static List<String> names(List<String> known) {
        return known.stream().map(tag -> tag.substring(tag.indexOf('/') + 1)).toList();
    }
}
