package io.mnemesh.cache.prefetch;

import io.mnemesh.cache.prefetch.Numbered.Family;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The order in which the keys of one tenant are read, as a Markov chain of first order in three views: which key follows a key;
 * which key follows any of its family, as a family and a difference of numbers, so that it can be said of keys that were never
 * read; and the same within a family, whatever is read in between. Keys and families that have not been read for longest are
 * forgotten. O(1) per read. Not safe for concurrent use.
 */
final class KeySequences {

    static final int KEYS = 4096;
    static final int FAMILIES = 64;

    private static final int LEAST_OF_KEY = 3;
    private static final int LEAST_OF_FAMILY = 8;

    private final Recent<String, Successors<String>> ofKeys = new Recent<>(KEYS);
    private final Recent<Family, Successors<Step>> ofFamilies = new Recent<>(FAMILIES);
    private final Recent<Family, Successors<Long>> withinFamilies = new Recent<>(FAMILIES);
    private final Recent<Family, Long> lastNumbers = new Recent<>(FAMILIES);
    private @Nullable String last;

    /** From a key of one family to one of the same or another one. */
    private record Step(Family to, long difference) {}

    void read(String key) {
        String before = last;
        last = key;
        if (key.equals(before)) {
            return;
        }
        var numbered = Numbered.of(key);
        if (before != null) {
            ofKeys.computeIfAbsent(before, none -> new Successors<>()).seen(key);
            var from = Numbered.of(before);
            if (numbered != null && from != null) {
                ofFamilies
                        .computeIfAbsent(from.family(), none -> new Successors<>())
                        .seen(new Step(numbered.family(), numbered.number() - from.number()));
            }
        }
        if (numbered != null) {
            Long number = lastNumbers.put(numbered.family(), numbered.number());
            if (number != null && number != numbered.number()) {
                withinFamilies
                        .computeIfAbsent(numbered.family(), none -> new Successors<>())
                        .seen(numbered.number() - number);
            }
        }
    }

    /** Keys that are likely to be read after this one, the likeliest first; at most three. */
    Set<String> after(String key, double confidence) {
        var next = new LinkedHashSet<String>();
        add(next, likely(ofKeys.get(key), confidence, LEAST_OF_KEY));
        var numbered = Numbered.of(key);
        if (numbered != null) {
            Step step = likely(ofFamilies.get(numbered.family()), confidence, LEAST_OF_FAMILY);
            if (step != null) {
                add(next, step.to().key(numbered.number() + step.difference()));
            }
            Long difference = likely(withinFamilies.get(numbered.family()), confidence, LEAST_OF_FAMILY);
            if (difference != null) {
                add(next, numbered.family().key(numbered.number() + difference));
            }
        }
        next.remove(key);
        return next;
    }

    private static <T> @Nullable T likely(@Nullable Successors<T> successors, double confidence, int least) {
        return successors == null ? null : successors.likely(confidence, least);
    }

    private static void add(Set<String> keys, @Nullable String key) {
        if (key != null) {
            keys.add(key);
        }
    }
}
