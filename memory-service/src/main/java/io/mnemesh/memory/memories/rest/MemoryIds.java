package io.mnemesh.memory.memories.rest;

import io.mnemesh.mesh.problem.ProblemException;
import java.util.UUID;
import java.util.regex.Pattern;

/** Ids of memories in paths. */
public final class MemoryIds {

    private static final Pattern FORM =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private MemoryIds() {}

    /** What is no id cannot be one of a memory, so it is {@code not-found} like any other unknown id. */
    public static UUID parse(String id) {
        if (!FORM.matcher(id).matches()) {
            throw ProblemException.notFound("There is no memory with this id.");
        }
        return UUID.fromString(id);
    }
}
