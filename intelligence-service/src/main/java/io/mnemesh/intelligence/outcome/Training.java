package io.mnemesh.intelligence.outcome;

import java.util.List;

/** What came of learning. */
public sealed interface Training {

    /** A model was learned. */
    record Learned(OutcomeModel model) implements Training {}

    /**
     * There was not enough to learn from.
     *
     * @param missing what would be needed, a sentence each
     */
    record NotEnough(List<String> missing) implements Training {}
}
