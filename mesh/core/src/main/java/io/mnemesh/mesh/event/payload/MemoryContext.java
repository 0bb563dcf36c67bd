package io.mnemesh.mesh.event.payload;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a memory belongs. Every member can be filtered by.
 *
 * @param user id of the person it is about or from, as the application names people
 * @param agent agent that took part
 * @param session session it was made in
 * @param conversation conversation it is a turn of
 * @param workspace shared workspace
 * @param dashboard dashboard it belongs to
 * @param task task at hand
 * @param tags labels
 * @param attributes free key-values
 */
public record MemoryContext(
        @Nullable String user,
        @Nullable String agent,
        @Nullable String session,
        @Nullable String conversation,
        @Nullable String workspace,
        @Nullable String dashboard,
        @Nullable String task,
        List<String> tags,
        Map<String, String> attributes) {

    public static final MemoryContext EMPTY =
            new MemoryContext(null, null, null, null, null, null, null, List.of(), Map.of());

    @SuppressWarnings("NullAway") // absent members of a JSON object arrive as null
    public MemoryContext {
        tags = tags == null ? List.of() : List.copyOf(tags);
        attributes = attributes == null ? Map.of() : Map.copyOf(attributes);
    }
}
