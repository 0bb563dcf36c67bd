package io.mnemesh.memory.consolidation.wording;

import io.mnemesh.memory.consolidation.wording.Wording.Word;
import java.util.List;

/**
 * Whether two texts say the same in nearly the same words. Two that differ in a number, a name, a negation, the tense, who
 * does what to whom, or in any word that is not known to mean the same do not; what they may differ in is case,
 * punctuation, spelling, introductions, words that add nothing, synonyms, slips of the pen, and the place of one part of
 * the sentence. Linear in the length of the texts but for the part that moved, which is at most {@value #LONGEST_PART}
 * words.
 */
public final class Sameness {

    /** Longest stretch in which parts may have changed places. */
    private static final int LONGEST_PART = 64;

    /** One word of so many may be a slip of the pen. */
    private static final int WORDS_PER_SLIP = 6;

    private static final int SHORTEST_SWAPPED = 5;
    private static final int SHORTEST_SLIPPED = 6;

    private Sameness() {}

    /** True if both say the same. Texts without any word say the same if they are equal. */
    public static boolean same(String one, String other) {
        if (one.equals(other)) {
            return true;
        }
        Wording first = Wording.of(one);
        Wording second = Wording.of(other);
        if (first.words().isEmpty() || first.words().size() != second.words().size()) {
            return false;
        }
        return first.meanings().equals(second.meanings())
                || slips(first.words(), second.words())
                || moved(first.meanings(), second.meanings());
    }

    private static boolean slips(List<Word> one, List<Word> other) {
        int left = Math.max(1, one.size() / WORDS_PER_SLIP);
        for (int i = 0; i < one.size(); i++) {
            Word first = one.get(i);
            Word second = other.get(i);
            if (first.meaning().equals(second.meaning())) {
                continue;
            }
            if (left == 0 || !slip(first, second)) {
                return false;
            }
            left--;
        }
        return true;
    }

    /** True if one is the other with two letters swapped, or (where neither is a name) with one letter wrong inside. */
    static boolean slip(Word one, Word other) {
        String first = one.text();
        String second = other.text();
        int shorter = Math.min(first.length(), second.length());
        int longer = Math.max(first.length(), second.length());
        if (shorter < SHORTEST_SWAPPED || first.charAt(0) != second.charAt(0) || one.hasDigit() || other.hasDigit()) {
            return false;
        }
        int start = 0;
        while (start < shorter && first.charAt(start) == second.charAt(start)) {
            start++;
        }
        int end = 0;
        while (end < shorter - start
                && first.charAt(first.length() - 1 - end) == second.charAt(second.length() - 1 - end)) {
            end++;
        }
        int left = first.length() - start - end;
        int right = second.length() - start - end;
        if (left == 2 && right == 2) {
            return first.charAt(start) == second.charAt(start + 1) && first.charAt(start + 1) == second.charAt(start);
        }
        return left <= 1 && right <= 1 && end > 0 && longer >= SHORTEST_SLIPPED && !one.name() && !other.name();
    }

    /** True if they are equal once one part has changed its place, which no word there is bound to. */
    private static boolean moved(List<String> one, List<String> other) {
        int start = 0;
        while (one.get(start).equals(other.get(start))) {
            start++;
        }
        int end = one.size();
        while (one.get(end - 1).equals(other.get(end - 1))) {
            end--;
        }
        List<String> part = one.subList(start, end);
        List<String> turned = other.subList(start, end);
        if (part.size() > LONGEST_PART || part.stream().anyMatch(Vocabulary.BOUND::contains)) {
            return false;
        }
        for (int i = 1; i < part.size(); i++) {
            int rest = part.size() - i;
            if (part.subList(i, part.size()).equals(turned.subList(0, rest))
                    && part.subList(0, i).equals(turned.subList(rest, part.size()))) {
                return true;
            }
        }
        return false;
    }
}
