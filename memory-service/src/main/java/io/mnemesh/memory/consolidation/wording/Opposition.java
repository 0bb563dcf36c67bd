package io.mnemesh.memory.consolidation.wording;

import java.util.List;
import java.util.Set;

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

    /** True if one says what the other denies. */
    public static boolean opposite(String one, String other) {
        Wording first = Wording.of(one);
        Wording second = Wording.of(other);
        return denies(first) != denies(second)
                && !first.words().isEmpty()
                && said(first).equals(said(second));
    }

    /** A statement that is denied twice is not denied. */
    private static boolean denies(Wording wording) {
        return wording.words().stream()
                                .filter(word -> NEGATIONS.contains(word.text()))
                                .count()
                        % 2
                == 1;
    }

    private static List<String> said(Wording wording) {
        return wording.words().stream()
                .filter(word -> !NEGATIONS.contains(word.text()) && !CARRIERS.contains(word.text()))
                .map(Wording.Word::meaning)
                .toList();
    }
}
