package io.mnemesh.memory.relations;

import com.fasterxml.jackson.annotation.JsonValue;
import io.mnemesh.mesh.problem.ProblemException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What one memory is to another, read from the one to the other. */
public enum RelationKind {
    /** Their vectors are near each other. */
    SIMILAR,
    /** It is the next in the conversation, or in the session where there is no conversation. */
    FOLLOWS,
    /** It is the one before. */
    FOLLOWED_BY,
    /** Its detail {@code causedBy} names the other. */
    CAUSED_BY,
    /** The other's detail {@code causedBy} names it. */
    CAUSES,
    /** It holds in place of the other. */
    SUPERSEDES,
    /** The other holds in its place. */
    SUPERSEDED_BY,
    /** Both name the same. */
    MENTIONS_SAME,
    /** Not both can hold, and it is not decided which one does. */
    CONTRADICTS;

    /** Name in JSON and in requests, lower case. */
    @JsonValue
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kinds named, with commas between; all if absent, {@code invalid-value} if there is none of a name. */
    public static Set<RelationKind> check(@Nullable String names) {
        return names == null
                ? EnumSet.allOf(RelationKind.class)
                : Arrays.stream(names.split(",", -1))
                        .map(name -> of(name.strip()))
                        .collect(Collectors.toCollection(() -> EnumSet.noneOf(RelationKind.class)));
    }

    private static RelationKind of(String name) {
        return Arrays.stream(values())
                .filter(kind -> kind.key().equals(name))
                .findFirst()
                .orElseThrow(() -> ProblemException.invalid(
                        "kinds",
                        "'kinds' must be some of "
                                + Arrays.stream(values()).map(RelationKind::key).collect(Collectors.joining(", "))
                                + "."));
    }
}
