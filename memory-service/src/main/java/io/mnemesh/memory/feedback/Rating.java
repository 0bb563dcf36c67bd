package io.mnemesh.memory.feedback;

import com.fasterxml.jackson.annotation.JsonValue;
import io.mnemesh.mesh.problem.ProblemException;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What somebody thinks of a memory that was found. */
public enum Rating {
    USEFUL,
    NOT_USEFUL,
    WRONG;

    /** Name in JSON and in the record, lower case. */
    @JsonValue
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The rating of this name, or {@code invalid-value}. */
    static Rating check(@Nullable String key) {
        return Arrays.stream(values())
                .filter(rating -> rating.key().equals(key))
                .findFirst()
                .orElseThrow(() -> ProblemException.invalid("rating", "'rating' must be useful, not_useful or wrong."));
    }
}
