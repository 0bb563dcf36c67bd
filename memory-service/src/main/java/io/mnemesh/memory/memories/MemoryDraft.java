package io.mnemesh.memory.memories;

import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a caller asks to be stored, before any check.
 *
 * @param content    the text
 * @param type       kind of memory
 * @param context    where it belongs
 * @param details    what its type says beyond the text
 * @param importance 0 to 1, 0.5 if absent
 * @param occurredAt RFC 3339 time
 * @param slot       what it is a value of
 * @param lifecycle  whether it is pinned, archived or expires; for new memories only
 */
@Schema(name = "NewMemory", description = "A memory to be stored", examples = """
                {"content":"Ana prefers window seats.","type":"preference","context":{"user":"ana",\
                "conversation":"trip-42","tags":["travel"],"attributes":{"channel":"web"}},"importance":0.7,\
                "occurredAt":"2026-11-20T09:30:00Z"}""")
public record MemoryDraft(
        @Schema(required = true, minLength = 1, description = "Text, at most 64 KiB of UTF-8, not blank") @Nullable
        String content,

        @Schema(
                required = true,
                description =
                        "fact, preference, conversation_turn, decision, error, workflow_step, insight, document_chunk,"
                                + " or x-<name>")
        @Nullable
        String type,

        @Nullable Context context,
        @Nullable Map<String, @Nullable String> details,

        @Schema(minimum = "0", maximum = "1", defaultValue = "0.5") @Nullable
        Double importance,

        @Schema(format = "date-time") @Nullable String occurredAt,
        Slot.@Nullable Draft slot,
        Lifecycle.@Nullable Draft lifecycle) {

    /**
     * Where the memory shall belong.
     *
     * @param user         person it is about or from
     * @param agent        agent that took part
     * @param session      session it was made in
     * @param conversation conversation it is a turn of
     * @param workspace    shared workspace
     * @param dashboard    dashboard it belongs to
     * @param task         task at hand
     * @param tags         labels
     * @param attributes   free key-values
     */
    @Schema(name = "NewMemoryContext")
    public record Context(
            @Nullable String user,
            @Nullable String agent,
            @Nullable String session,
            @Nullable String conversation,
            @Nullable String workspace,
            @Nullable String dashboard,
            @Nullable String task,
            @Nullable List<@Nullable String> tags,
            @Nullable Map<String, @Nullable String> attributes) {

        static final Context NONE = new Context(null, null, null, null, null, null, null, null, null);
    }
}
