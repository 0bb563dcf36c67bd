package io.mnemesh.memory.index.ranking;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** One reason besides words and meaning for which a memory ranks higher or lower. */
public enum PriorKind {
    /** What the neighbouring turns of its conversation say. */
    WINDOW,
    /** What the best of its session say. */
    SESSION,
    /** The question names who says it, or whom it is about. */
    SPEAKER,
    /** A turn that states counts more than one that asks or greets. */
    FORM,
    /** It tells of the time asked for, or says when, where that is asked. */
    TIME,
    /** Newer is better, where the question asks for what holds now. */
    RECENCY,
    /** Its importance. */
    IMPORTANCE,
    /** A later statement says otherwise. */
    UPDATE,
    /** What users said of it when it was found, and how much it is used. */
    LEARNED,
    /** It belongs to what is at hand, where the request says what that is. */
    BIAS;

    /** Name in JSON, lower case. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The prior of this name. */
    public static Optional<PriorKind> of(String key) {
        return Arrays.stream(values()).filter(kind -> kind.key().equals(key)).findFirst();
    }
}
