package io.mnemesh.embeddings.token;

import io.mnemesh.mesh.problem.ProblemException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What to do with a text that is longer than the model reads. */
public enum LongText {
    /** Refuse it. */
    ERROR,
    /** Leave out its end. */
    END,
    /** Leave out its beginning; what clients of Text Embeddings Inference may ask for. */
    START,
    /** Read it in parts and take their mean, each weighted by its tokens. */
    MEAN;

    /**
     * The policy of a request.
     *
     * @param usual for a request that names none
     * @throws ProblemException {@code invalid-value} for another name
     */
    public static LongText of(String field, @Nullable String name, LongText usual) {
        return name == null
                ? usual
                : named(name)
                        .orElseThrow(() ->
                                ProblemException.invalid(field, "The policy for long texts is error, end or mean."));
    }

    /** The policy of this name, if it may be chosen by one. */
    public static Optional<LongText> named(String name) {
        return switch (name) {
            case "error" -> Optional.of(ERROR);
            case "end" -> Optional.of(END);
            case "mean" -> Optional.of(MEAN);
            default -> Optional.empty();
        };
    }

    /** As in requests and answers. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
