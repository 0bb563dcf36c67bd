package io.mnemesh.cache;

import io.mnemesh.mesh.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;

/** What may be a tag of an entry. */
public final class TagRules {

    private static final int MOST = 32;
    private static final int MOST_BYTES = 128;

    private TagRules() {}

    /**
     * Checks the tags of one entry.
     *
     * @return in a fixed order
     * @throws ProblemException {@code invalid-value} if one is not acceptable, or there are too many
     */
    public static List<String> check(Collection<String> tags) {
        if (tags.size() > MOST) {
            throw ProblemException.invalid("tags", "An entry of a cache has at most " + MOST + " tags.");
        }
        tags.forEach(TagRules::check);
        return tags.stream().sorted().toList();
    }

    /** @throws ProblemException {@code invalid-value} if it is not acceptable */
    public static void check(String tag) {
        if (!isFit(tag, MOST_BYTES)) {
            throw ProblemException.invalid(
                    "tags",
                    "A tag of a cache entry is 1 to " + MOST_BYTES
                            + " bytes of UTF-8 and is valid Unicode without control characters.");
        }
    }

    /** True if it is 1 to {@code mostBytes} bytes of UTF-8 and valid Unicode without control characters. */
    public static boolean isFit(String tag, int mostBytes) {
        return !tag.isEmpty()
                && tag.length() <= mostBytes
                && tag.getBytes(StandardCharsets.UTF_8).length <= mostBytes
                && tag.codePoints().noneMatch(TagRules::isUnfit);
    }

    private static boolean isUnfit(int point) {
        return Character.isISOControl(point) || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    }
}
