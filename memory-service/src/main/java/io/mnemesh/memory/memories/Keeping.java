package io.mnemesh.memory.memories;

import io.mnemesh.mesh.problem.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * How a memory is asked to be kept: an acceptable lifecycle of which the time to live has not begun.
 *
 * @param expiresAt  when it is to be gone; null if {@code ttl} says so or it is kept
 * @param ttl        how long from now it is kept; null if {@code expiresAt} says so or it is kept for ever
 * @param archivedAt since when it is archived; null if it is not
 */
public record Keeping(
        boolean pinned,
        @Nullable Instant expiresAt,
        @Nullable Duration ttl,
        @Nullable Instant archivedAt) {

    /** For ever, and shown. */
    public static final Keeping NONE = new Keeping(false, null, null, null);

    private static final Duration SHORTEST = Duration.ofSeconds(1);

    /** Where new memories have it. */
    private static final String OF_NEW = "lifecycle.";

    /** How a new memory is to be kept, or {@code invalid-value} naming the member that cannot be accepted. */
    static Keeping ofNew(Lifecycle.@Nullable Draft draft) {
        if (draft == null) {
            return NONE;
        }
        if (Boolean.TRUE.equals(draft.archived())) {
            throw ProblemException.invalid("lifecycle.archived", "A new memory cannot be archived.");
        }
        return of(OF_NEW, draft.pinned(), draft.expiresAt(), draft.ttl(), null);
    }

    /** How a memory that was stored elsewhere is to be kept, or {@code invalid-value}. */
    public static Keeping ofStored(
            @Nullable Boolean pinned,
            @Nullable String expiresAt,
            @Nullable String ttl,
            @Nullable String archivedAt,
            Instant now) {
        Instant archived = TextRules.time("lifecycle.archivedAt", archivedAt);
        if (archived != null && archived.isAfter(now)) {
            throw ProblemException.invalid("lifecycle.archivedAt", "'lifecycle.archivedAt' must not be in the future.");
        }
        return of(OF_NEW, pinned, expiresAt, ttl, archived);
    }

    /** How a memory is to be kept from now on, or {@code invalid-value}. */
    static Lifecycle change(Lifecycle.Draft draft, Instant now) {
        Instant archivedAt = Boolean.TRUE.equals(draft.archived()) ? now : null;
        return of("", draft.pinned(), draft.expiresAt(), draft.ttl(), archivedAt)
                .from(now, "");
    }

    private static Keeping of(
            String prefix,
            @Nullable Boolean pinned,
            @Nullable String expiresAt,
            @Nullable String ttl,
            @Nullable Instant archivedAt) {
        if (expiresAt != null && ttl != null) {
            throw ProblemException.invalid(
                    prefix + "ttl",
                    "'" + prefix + "ttl' stands in place of '" + prefix + "expiresAt'; only one is accepted.");
        }
        return new Keeping(
                Boolean.TRUE.equals(pinned),
                TextRules.time(prefix + "expiresAt", expiresAt),
                TextRules.duration(prefix + "ttl", ttl, SHORTEST),
                archivedAt);
    }

    /** The lifecycle of a memory that is kept so from now on, or {@code invalid-value} if it would be gone at once. */
    Lifecycle from(Instant now) {
        return from(now, OF_NEW);
    }

    private Lifecycle from(Instant now, String prefix) {
        Instant end = ttl == null ? expiresAt : now.plus(ttl).truncatedTo(ChronoUnit.MICROS);
        var lifecycle = new Lifecycle(pinned, end, archivedAt);
        if (lifecycle.expired(now)) {
            throw ProblemException.invalid(prefix + "expiresAt", "'" + prefix + "expiresAt' must be in the future.");
        }
        return lifecycle;
    }
}
