package io.mnemesh.memory.index.ranking;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * One reason besides words and meaning for which a memory ranks higher or lower. They count in this order, and each sees what
 * those before it have made of the scores: so what was said before an update stays below it however much it is used, unless
 * the question is about its time.
 */
public enum PriorKind {
    /** What the neighbouring turns of its conversation say. */
    WINDOW,
    /** What the best of its session say. */
    SESSION,
    /** The question names who says it, or whom it is about. */
    SPEAKER,
    /** A turn that states counts more than one that asks or greets. */
    FORM,
    /** Newer is better, where the question asks for what holds now. */
    RECENCY,
    /** Its importance. */
    IMPORTANCE,
    /** What users said of it when it was found, and how much it is used. */
    LEARNED,
    /** It belongs to what is at hand, where the request says what that is. */
    BIAS,
    /** A later statement says otherwise. */
    UPDATE,
    /** It tells of the time asked for, or says when, where that is asked. */
    TIME;

    /** Name in JSON, lower case. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The prior of this name. */
    public static Optional<PriorKind> of(String key) {
        return Arrays.stream(values()).filter(kind -> kind.key().equals(key)).findFirst();
    }
}
