package io.mnemesh.intelligence.errors.mining;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The judge of whether two templates that look alike to an embedding may mean the same. Embeddings put "link is up" beside
 * "link is down"; words tell them apart. Two templates may be one if they differ in word forms, order, articles and other
 * words without meaning, in how many variables they show, or in a few words that only one of them has. They may not if
 * one says a state, an opposite or a denial that the other does not, or if each has a word of its own.
 */
public final class MeaningGuard {

    private static final Set<String> EMPTY = Set.of(
            "a",
            "an",
            "the",
            "this",
            "that",
            "it",
            "its",
            "to",
            "of",
            "is",
            "was",
            "are",
            "were",
            "been",
            "has",
            "have",
            "had",
            "be",
            "will",
            "with",
            "for",
            "on",
            "at",
            "in",
            "by",
            "from",
            "and",
            "could",
            "can",
            "while",
            "during",
            "when",
            "after",
            "due",
            "because",
            "error",
            "exception",
            "warn",
            "warning",
            "err",
            "please");

    /** Ways to say that something did not happen: any of them is as good as another. */
    private static final Set<String> DENIALS = Set.of(
            "not", "no", "never", "cannot", "cant", "couldnt", "unable", "fail", "failure", "without", "impossible");

    /** Words in which a place or direction is said; each of them on both sides makes them two. */
    private static final Set<String> DIRECTIONS =
            Set.of("to", "from", "in", "out", "on", "off", "with", "without", "before", "after", "up", "down");

    /** Most words that only one of two templates has, as a share of the longer one. */
    private static final double ADDED = 0.34;

    private static final int SHORTEST_STEM = 3;

    private MeaningGuard() {}

    /** Whether nothing in the words speaks against two templates being one. */
    public static boolean mayBeOne(String a, String b) {
        List<String> first = words(a);
        List<String> second = words(b);
        if (first.isEmpty() || second.isEmpty()) {
            return false;
        }
        List<String> onlyFirst = without(first, second);
        List<String> onlySecond = without(second, first);
        if (onlyFirst.stream().anyMatch(DIRECTIONS::contains)
                && onlySecond.stream().anyMatch(DIRECTIONS::contains)) {
            return false;
        }
        if (denials(first) != denials(second)) {
            return false;
        }
        List<String> told = meaningful(onlyFirst);
        List<String> other = meaningful(onlySecond);
        if (!told.isEmpty() && !other.isEmpty()) {
            return false;
        }
        told.addAll(other);
        return told.size()
                        <= ADDED
                                * Math.max(
                                        meaningful(first).size(),
                                        meaningful(second).size())
                && told.stream().noneMatch(MeaningGuard::isState);
    }

    private static boolean denials(List<String> words) {
        return words.stream().anyMatch(DENIALS::contains);
    }

    private static boolean isState(String word) {
        return !SlotGuard.mayVary(word) || !SlotGuard.mayVary(word + "e");
    }

    private static List<String> meaningful(List<String> words) {
        return new ArrayList<>(words.stream()
                .filter(word -> !EMPTY.contains(word) && !DENIALS.contains(word))
                .toList());
    }

    private static List<String> without(List<String> words, List<String> others) {
        var left = new ArrayList<>(others);
        return words.stream().filter(word -> !left.remove(word)).toList();
    }

    private static List<String> words(String template) {
        var words = new ArrayList<String>();
        var word = new StringBuilder();
        String plain = template.replace(Masking.WILD, " ").toLowerCase(Locale.ROOT) + " ";
        for (int i = 0; i < plain.length(); i++) {
            char c = plain.charAt(i);
            if (Character.isLetterOrDigit(c)) {
                word.append(c);
            } else if (c != '\'' && !word.isEmpty()) {
                words.add(stem(word.toString()));
                word.setLength(0);
            }
        }
        return words;
    }

    /** The word without the commonest English endings, so that "failed", "fails" and "failing" are one. */
    private static String stem(String word) {
        if (EMPTY.contains(word) || DENIALS.contains(word)) {
            return word;
        }
        String stem = word;
        for (String ending : List.of("ions", "ion", "ings", "ing", "ied", "ies", "ed", "es", "s", "e", "y")) {
            if (stem.endsWith(ending) && stem.length() - ending.length() >= SHORTEST_STEM) {
                stem = stem.substring(0, stem.length() - ending.length());
                break;
            }
        }
        int last = stem.length() - 1;
        boolean doubled = last > SHORTEST_STEM - 1
                && stem.charAt(last) == stem.charAt(last - 1)
                && !stem.equals(word)
                && "ls".indexOf(stem.charAt(last)) < 0;
        return doubled ? stem.substring(0, last) : stem;
    }
}
