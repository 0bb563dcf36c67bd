package io.mnemesh.memory.transfer;

import io.mnemesh.memory.memories.Keeping;
import io.mnemesh.memory.memories.MemoryDraft;
import io.mnemesh.memory.memories.MemoryRules;
import io.mnemesh.memory.memories.MemoryService.Origin;
import io.mnemesh.memory.memories.NewMemory;
import io.mnemesh.memory.memories.Slot;
import io.mnemesh.memory.memories.TextRules;
import io.mnemesh.mesh.problem.ProblemException;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A line of an import, before any check: a memory to be stored, and what an export says of it besides.
 *
 * @param content      the text
 * @param type         kind of memory
 * @param context      where it belongs
 * @param details      what its type says beyond the text
 * @param importance   0 to 1, 0.5 if absent
 * @param occurredAt   RFC 3339 time
 * @param slot         what it is a value of
 * @param id           UUIDv7 it shall have; a new one if absent
 * @param createdAt    RFC 3339 record time it shall have; now if absent
 * @param supersededBy id of the memory that holds in its place
 * @param lifecycle    whether it is pinned, archived or expires
 */
@RegisterForReflection // read line by line
@Schema(name = "MemoryImportLine", description = "A line of an import", examples = """
                {"content":"Ana prefers window seats.","type":"preference","context":{"user":"ana"}}""")
public record ImportDraft(
        @Schema(required = true) @Nullable String content,
        @Schema(required = true) @Nullable String type,
        MemoryDraft.@Nullable Context context,
        @Nullable Map<String, @Nullable String> details,
        @Nullable Double importance,
        @Nullable String occurredAt,
        Slot.@Nullable Draft slot,
        @Nullable String id,
        @Nullable String createdAt,
        @Nullable String supersededBy,
        @Nullable Kept lifecycle) {

    private static final int TIME_ORDERED = 7;

    /**
     * How it shall be kept.
     *
     * @param pinned     false if absent
     * @param expiresAt  RFC 3339 time; never if it and {@code ttl} are absent
     * @param ttl        ISO 8601 duration from when it is stored, in place of a time
     * @param archivedAt RFC 3339 time since when it is archived
     */
    @RegisterForReflection // read line by line
    @Schema(name = "ImportedLifecycle")
    public record Kept(
            @Nullable Boolean pinned,
            @Nullable String expiresAt,
            @Nullable String ttl,
            @Nullable String archivedAt) {}

    /**
     * A line that is acceptable.
     *
     * @param memory       what is to be stored
     * @param origin       the id and record time it shall have; null for new ones
     * @param supersededBy the memory that holds in its place; null while it holds
     */
    record Line(
            NewMemory memory,
            @Nullable Origin origin,
            @Nullable UUID supersededBy) {}

    /** The line, or {@code invalid-value} naming the member that cannot be accepted. */
    Line check(Instant now) {
        NewMemory memory = MemoryRules.check(
                        new MemoryDraft(content, type, context, details, importance, occurredAt, slot, null))
                .kept(keeping(now));
        UUID own = uuid("id", id);
        if (own != null && own.version() != TIME_ORDERED) {
            throw ProblemException.invalid("id", "'id' must be a UUID of version 7.");
        }
        Instant stored = TextRules.time("createdAt", createdAt);
        if (stored != null && stored.isAfter(now)) {
            throw ProblemException.invalid("createdAt", "'createdAt' must not be in the future.");
        }
        return new Line(
                memory,
                own == null && stored == null ? null : new Origin(own, stored),
                uuid("supersededBy", supersededBy));
    }

    private Keeping keeping(Instant now) {
        return lifecycle == null
                ? Keeping.NONE
                : Keeping.ofStored(
                        lifecycle.pinned(), lifecycle.expiresAt(), lifecycle.ttl(), lifecycle.archivedAt(), now);
    }

    private static @Nullable UUID uuid(String field, @Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            UUID id = UUID.fromString(text);
            if (id.toString().equalsIgnoreCase(text)) {
                return id;
            }
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalid(field, "'" + field + "' must be a UUID.");
        }
        throw ProblemException.invalid(field, "'" + field + "' must be a UUID.");
    }
}
