package io.mnemesh.memory.memories;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which values of facts are meant. Memories that nothing supersedes always hold from when they happened; what has expired is
 * never meant.
 *
 * @param asOf       event time: what has happened by then; null for all that is known, also of the future
 * @param latestOnly true for what holds at that time (now if there is none), false for what has been superseded or
 *     merged too
 * @param includeArchived true for archived memories too
 */
public record Validity(@Nullable Instant asOf, boolean latestOnly, boolean includeArchived) {

    /** What holds now. */
    public static final Validity NOW = new Validity(null, true, false);

    /** What holds now and all that held before, archived or not. */
    public static final Validity EVER = new Validity(null, false, true);

    /** The one asked for: {@code latestOnly} is true if absent. */
    public static Validity of(@Nullable Instant asOf, @Nullable Boolean latestOnly) {
        return new Validity(asOf, latestOnly == null || latestOnly, false);
    }

    /** The same, with archived memories among them or without. */
    public Validity withArchived(boolean included) {
        return new Validity(asOf, latestOnly, included);
    }

    /** True if this memory is meant. */
    public boolean holds(Memory memory, Instant now) {
        boolean happened = asOf == null || !memory.happenedAt().isAfter(asOf);
        Instant until = memory.validTo();
        boolean current = memory.mergedInto() == null && (until == null || until.isAfter(at(now)));
        Lifecycle lifecycle = memory.lifecycle();
        boolean shown = !lifecycle.expired(now) && (includeArchived || !lifecycle.archived());
        return happened && shown && (!latestOnly || current);
    }

    /** The time at which values must hold. */
    public Instant at(Instant now) {
        return asOf == null ? now : asOf;
    }

    /** One text per value, the same in every process. */
    public String canonical() {
        return equals(NOW) ? "" : "|" + asOf + "|" + latestOnly + (includeArchived ? "|archived" : "");
    }
}
