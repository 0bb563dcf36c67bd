package io.mnemesh.embeddings.token;

import io.mnemesh.mesh.problem.ProblemException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What to do with a text that is longer than the model reads. */
public enum LongText {
    /** Refuse it. */
    ERROR,
    /** Leave out its end. */
    END,
    /** Read it in parts and take their mean, each weighted by its tokens. */
    MEAN;

    /**
     * The policy of a request.
     *
     * @param usual for a request that names none
     * @throws ProblemException {@code invalid-value} for another name
     */
    public static LongText of(String field, @Nullable String name, LongText usual) {
        return switch (name) {
            case null -> usual;
            case "error" -> ERROR;
            case "end" -> END;
            case "mean" -> MEAN;
            default -> throw ProblemException.invalid(field, "The policy for long texts is error, end or mean.");
        };
    }

    /** As in requests and answers. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
