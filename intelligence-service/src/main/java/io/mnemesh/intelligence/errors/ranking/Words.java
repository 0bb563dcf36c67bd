package io.mnemesh.intelligence.errors.ranking;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;

/**
 * Lexical similarity of errors: what is left when there are no vectors. Words are weighted by how rare they are among
 * the errors compared (inverse document frequency, Spärck Jones 1972); the similarity is their weighted Jaccard index.
 */
public final class Words {

    private static final int SHORTEST = 3;
    private static final int MOST = 200;
    private static final Set<String> COMMON = Set.of(
            "the", "and", "for", "with", "from", "that", "this", "was", "were", "has", "have", "had", "not", "but",
            "are", "into", "after", "before", "then", "when", "while", "its", "via", "per", "out");

    private final Map<String, Double> weights = new HashMap<>();
    private final double rarest;

    /** @param corpus words of each error to be compared */
    public Words(Collection<? extends Set<String>> corpus) {
        var counts = new HashMap<String, Integer>();
        corpus.forEach(words -> words.forEach(word -> counts.merge(word, 1, Integer::sum)));
        double size = corpus.size() + 1.0;
        counts.forEach((word, count) -> weights.put(word, Math.log(1 + size / count)));
        rarest = Math.log(1 + size);
    }

    /** The words of a text in order: letters and digits, lower case, camel case parted, numbers left out. */
    public static SequencedSet<String> of(String text) {
        var words = new LinkedHashSet<String>();
        int start = -1;
        for (int i = 0; i <= text.length() && words.size() < MOST; i++) {
            boolean letter = i < text.length() && Character.isLetter(text.charAt(i));
            boolean hump = letter
                    && start >= 0
                    && Character.isUpperCase(text.charAt(i))
                    && Character.isLowerCase(text.charAt(i - 1));
            if (start >= 0 && (!letter || hump)) {
                add(words, text.substring(start, i));
                start = -1;
            }
            if (letter && start < 0) {
                start = i;
            }
        }
        return words;
    }

    private static void add(Set<String> words, String part) {
        String word = part.toLowerCase(Locale.ROOT);
        if (word.length() >= SHORTEST && !COMMON.contains(word)) {
            words.add(word);
        }
    }

    /** 0 for nothing in common to 1 for the same words. */
    public double similarity(Set<String> a, Set<String> b) {
        double shared = 0;
        double all = 0;
        for (String word : a) {
            double weight = weights.getOrDefault(word, rarest);
            all += weight;
            shared += b.contains(word) ? weight : 0;
        }
        for (String word : b) {
            all += a.contains(word) ? 0 : weights.getOrDefault(word, rarest);
        }
        return all == 0 ? 0 : shared / all;
    }

    /** The words that say most about {@code text}, for a search; at most {@code limit}. */
    public static List<String> terms(String text, int limit) {
        return of(text).stream().limit(limit).toList();
    }
}
