package io.mnemesh.memory.index.ranking;

import java.util.BitSet;
import java.util.List;
import java.util.UUID;

/**
 * A memory that may answer a question, as both legs see it.
 *
 * @param id           the memory
 * @param bm25         0 where no word occurs
 * @param words        which words of the question occur in it
 * @param cosine       not a number while it has no vector, and for questions without one
 * @param windowCosine cosine of its vector pooled with those of its neighbours; the cosine itself where it has none
 * @param profile      what else is known of it
 * @param before       candidates that are said before it in its conversation, nearest first, as positions in the list
 * @param after        candidates that are said after it, nearest first
 */
public record Candidate(
        UUID id,
        double bm25,
        BitSet words,
        float cosine,
        float windowCosine,
        Profile profile,
        List<Integer> before,
        List<Integer> after) {

    public Candidate {
        before = List.copyOf(before);
        after = List.copyOf(after);
    }

    boolean embedded() {
        return !Float.isNaN(cosine);
    }
}
