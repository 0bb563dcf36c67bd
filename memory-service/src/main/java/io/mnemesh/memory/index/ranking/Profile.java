package io.mnemesh.memory.index.ranking;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What priors look at in one memory, besides its scores.
 *
 * @param conversation conversation it is a turn of
 * @param session      session it was made in
 * @param speaker      who says it or whom it is about
 * @param happenedAt   event time, or record time where that is unknown
 * @param importance   0 to 1
 * @param form         form of its text
 * @param told         times its text tells of, resolved against {@code happenedAt}
 * @param claim        what it says of whom; null if the rules find nothing
 */
public record Profile(
        @Nullable String conversation,
        @Nullable String session,
        @Nullable String speaker,
        Instant happenedAt,
        double importance,
        TextForm form,
        List<TimeSpan> told,
        @Nullable Claim claim) {

    public Profile {
        told = List.copyOf(told);
    }

    /** True if it is a turn of a conversation. */
    public boolean turn() {
        return conversation != null;
    }
}
