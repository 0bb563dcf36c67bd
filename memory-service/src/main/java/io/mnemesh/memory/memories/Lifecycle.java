package io.mnemesh.memory.memories;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What is decided about a memory apart from what it says. It belongs to the memory and not to a version of it.
 *
 * @param pinned     true if retention leaves it alone and no other memory is to stand for it
 * @param expiresAt  when it is gone; null if it is kept
 * @param archivedAt since when it is left out of lists and searches; null if it is not
 */
@Schema(name = "Lifecycle", examples = """
        {"pinned":false,"expiresAt":"2027-01-01T00:00:00Z","archivedAt":null}""")
@RegisterForReflection // cached as JSON, with its memory
public record Lifecycle(
        boolean pinned,
        @Nullable Instant expiresAt,
        @Nullable Instant archivedAt) {

    /** Kept, and shown. */
    public static final Lifecycle NONE = new Lifecycle(false, null, null);

    /** True once it is gone for everybody. */
    public boolean expired(Instant now) {
        return expiresAt != null && !expiresAt.isAfter(now);
    }

    /** True if it is left out of lists and searches that do not ask for it. */
    public boolean archived() {
        return archivedAt != null;
    }

    /** The same, archived since then; brought back if null. */
    Lifecycle archived(@Nullable Instant since) {
        return new Lifecycle(pinned, expiresAt, since);
    }

    /**
     * What a caller asks for, before any check.
     *
     * @param pinned    false if absent
     * @param expiresAt RFC 3339 time; never if it and {@code ttl} are absent
     * @param ttl       ISO 8601 duration from now, in place of a time
     * @param archived  false if absent
     */
    @Schema(name = "LifecycleRequest", examples = """
            {"pinned":true,"ttl":"P30D","archived":false}""")
    public record Draft(
            @Nullable Boolean pinned,
            @Schema(format = "date-time") @Nullable String expiresAt,

            @Schema(description = "ISO 8601 duration of a second to 36500 days, in place of expiresAt") @Nullable
            String ttl,

            @Nullable Boolean archived) {}
}
