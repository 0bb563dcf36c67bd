package io.mnemesh.memory.consolidation.wording;

import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether one text denies what the other says in the same words: "Ana does not eat fish" and "Ana eats fish". Everything else
 * has to be the same, so that two that deny different things, or speak of different times, are not taken for each other's
 * contrary. Linear in the length of the texts.
 */
public final class Opposition {

    private static final Set<String> NEGATIONS = Set.of("not", "never");

    /** What only carries a negation in the present; of other tenses it stays. "does" without what is taken for a plural. */
    private static final Set<String> CARRIERS = Set.of("do", "doe", "does");

    private Opposition() {}

    /**
     * What a text says or denies.
     *
     * @param words  the same for all texts that say or deny this, in their order
     * @param denied true if it denies it
     */
    public record Side(String words, boolean denied) {}

    /** Reads it; a text without words says nothing and has none. */
    public static Side side(String text) {
        Wording wording = Wording.of(text);
        return new Side(said(wording), denies(wording));
    }

    /** True if one says what the other denies. */
    public static boolean opposite(String one, String other) {
        Side first = side(one);
        Side second = side(other);
        return first.denied() != second.denied()
                && !first.words().isEmpty()
                && first.words().equals(second.words());
    }

    /** A statement that is denied twice is not denied. */
    private static boolean denies(Wording wording) {
        return wording.words().stream()
                                .filter(word -> NEGATIONS.contains(word.text()))
                                .count()
                        % 2
                == 1;
    }

    private static String said(Wording wording) {
        return wording.words().stream()
                .filter(word -> !NEGATIONS.contains(word.text()) && !CARRIERS.contains(word.text()))
                .map(Wording.Word::meaning)
                .collect(Collectors.joining(" "));
    }
}
