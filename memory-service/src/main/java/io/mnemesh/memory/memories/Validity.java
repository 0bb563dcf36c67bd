package io.mnemesh.memory.memories;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which values of facts are meant. Memories that nothing supersedes always hold from when they happened.
 *
 * @param asOf       event time: what has happened by then; null for all that is known, also of the future
 * @param latestOnly true for what holds at that time (now if there is none), false for what has been superseded or
 *     merged too
 */
public record Validity(@Nullable Instant asOf, boolean latestOnly) {

    /** What holds now. */
    public static final Validity NOW = new Validity(null, true);

    /** What holds now and all that held before. */
    public static final Validity EVER = new Validity(null, false);

    /** The one asked for: {@code latestOnly} is true if absent. */
    public static Validity of(@Nullable Instant asOf, @Nullable Boolean latestOnly) {
        return new Validity(asOf, latestOnly == null || latestOnly);
    }

    /** True if this memory is meant. */
    public boolean holds(Memory memory, Instant now) {
        boolean happened = asOf == null || !memory.happenedAt().isAfter(asOf);
        Instant until = memory.validTo();
        boolean current = memory.mergedInto() == null && (until == null || until.isAfter(at(now)));
        return happened && (!latestOnly || current);
    }

    /** The time at which values must hold. */
    public Instant at(Instant now) {
        return asOf == null ? now : asOf;
    }

    /** One text per value, the same in every process. */
    public String canonical() {
        return equals(NOW) ? "" : "|" + asOf + "|" + latestOnly;
    }
}
