package io.mnemesh.memory.erasure;

import io.mnemesh.mesh.problem.ProblemException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a request to erase strictly: what is not understood is refused, never left out. */
record ErasureDraftCheck(@Nullable ErasureDraft draft, int mostMemories, int longestUser) {

    private static final String CONTEXT = "context";
    private static final String CREATOR = "creator";
    private static final Pattern ID =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    ErasureTarget target() {
        if (draft == null || (draft.memories() == null) == (draft.user() == null)) {
            throw ProblemException.invalid("user", "An erasure names either memories or a user.");
        }
        List<@Nullable String> memories = draft.memories();
        String user = draft.user();
        return memories == null ? user(String.valueOf(user)) : memories(memories);
    }

    private ErasureTarget memories(List<@Nullable String> memories) {
        if (draft != null && draft.as() != null) {
            throw ProblemException.invalid("as", "Only the erasure of a user says as what.");
        }
        if (memories.isEmpty() || memories.size() > mostMemories) {
            throw ProblemException.invalid("memories", "An erasure names 1 to " + mostMemories + " memories.");
        }
        return new ErasureTarget.Memories(
                memories.stream().map(ErasureDraftCheck::id).toList());
    }

    private static UUID id(@Nullable String id) {
        if (id == null || !ID.matcher(id).matches()) {
            throw ProblemException.invalid("memories", "The id of a memory is a UUID.");
        }
        return UUID.fromString(id);
    }

    private ErasureTarget user(String user) {
        if (user.isBlank() || user.length() > longestUser || user.indexOf('\0') >= 0) {
            throw ProblemException.invalid("user", "A user's name is 1 to " + longestUser + " characters.");
        }
        Set<String> as = as();
        return new ErasureTarget.User(user, as.contains(CONTEXT), as.contains(CREATOR));
    }

    private Set<String> as() {
        List<@Nullable String> asked = draft == null ? null : draft.as();
        if (asked == null) {
            return Set.of(CONTEXT, CREATOR);
        }
        var as = new HashSet<String>();
        for (String one : asked) {
            if (!CONTEXT.equals(one) && !CREATOR.equals(one)) {
                throw ProblemException.invalid("as", "A user is meant as context or creator.");
            }
            as.add(one);
        }
        if (as.isEmpty()) {
            throw ProblemException.invalid("as", "A user is meant as context, as creator or both.");
        }
        return as;
    }
}
