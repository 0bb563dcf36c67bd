package io.mnemesh.memory.clusters.grouping;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The words that tell a group from all others: class-based tf-idf (Grootendorst, <i>BERTopic</i>, 2022), {@code tf ·
 * log(1 + A / f)} with {@code tf} the group's texts that have the word, {@code f} those of all groups, and {@code A} the
 * words of a group in the mean. O(w log w) for w words.
 */
public final class KeyTerms {

    private KeyTerms() {}

    /**
     * The best of these words, the most telling first; equal ones in the order of the alphabet.
     *
     * @param own  words of the group with how many of its texts have them
     * @param all  the same of all groups, of these words at least; less than the group's own counts as that
     * @param mean words of a group in the mean
     */
    public static List<String> of(Map<String, Integer> own, Map<String, Long> all, double mean, int most) {
        return own.entrySet().stream()
                .sorted(Comparator.comparingDouble((Map.Entry<String, Integer> word) -> weight(word, all, mean))
                        .reversed()
                        .thenComparing(Map.Entry::getKey))
                .limit(most)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The most frequent words, so many that a name can be found among them. */
    public static Set<String> frequent(Map<String, Integer> own, int most) {
        return Set.copyOf(own.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(most)
                .map(Map.Entry::getKey)
                .toList());
    }

    private static double weight(Map.Entry<String, Integer> word, Map<String, Long> all, double mean) {
        int own = word.getValue();
        long everywhere = Math.max(own, all.getOrDefault(word.getKey(), 0L));
        return own * Math.log1p(mean / everywhere);
    }
}
