package io.mnemesh.cache.core;

import io.mnemesh.mesh.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;

/** The rule for tags. */
final class Tags {

    static final int MOST = 32;
    static final int MOST_BYTES = 128;

    private Tags() {}

    /** @return in a fixed order */
    static List<String> check(Collection<String> tags) {
        if (tags.size() > MOST) {
            throw ProblemException.invalid("tags", "An entry of a cache has at most " + MOST + " tags.");
        }
        tags.forEach(Tags::check);
        return tags.stream().sorted().toList();
    }

    static void check(String tag) {
        if (tag.isEmpty()
                || tag.length() > MOST_BYTES
                || tag.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES
                || tag.codePoints().anyMatch(Tags::isUnfit)) {
            throw ProblemException.invalid(
                    "tags",
                    "A tag of a cache entry is 1 to " + MOST_BYTES
                            + " bytes of UTF-8 and is valid Unicode without control characters.");
        }
    }

    private static boolean isUnfit(int point) {
        return Character.isISOControl(point) || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    }
}
