package io.mnemesh.memory.memories;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The kind of a memory: one of the built-in kinds, or the application's own as {@code x-<name>}.
 *
 * @param name as in requests, rows and events
 */
public record MemoryType(@JsonValue String name) {

    /** The built-in kinds. */
    public static final List<String> BUILT_IN = List.of(
            "fact",
            "preference",
            "conversation_turn",
            "decision",
            "error",
            "workflow_step",
            "insight",
            "document_chunk");

    @JsonCreator
    public MemoryType {}

    private static final Pattern CUSTOM = Pattern.compile("x-[a-z0-9][a-z0-9_-]{0,60}");

    /** The type of this name; empty if it is neither built in nor of the form of a custom one. */
    public static Optional<MemoryType> of(String name) {
        return BUILT_IN.contains(name) || CUSTOM.matcher(name).matches()
                ? Optional.of(new MemoryType(name))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return name;
    }
}
