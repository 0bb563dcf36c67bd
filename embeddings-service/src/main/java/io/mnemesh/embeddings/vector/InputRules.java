package io.mnemesh.embeddings.vector;

import io.mnemesh.embeddings.serving.EmbeddingsConfig;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/** What one request may ask, the same over every interface. */
@ApplicationScoped
public class InputRules {

    /** No UTF-16 unit needs more bytes than this in UTF-8. */
    private static final int MOST_BYTES_PER_CHAR = 3;

    /** About as many of a text become a token. */
    private static final int BYTES_PER_TOKEN = 4;

    private final int maxTexts;
    private final long maxTextBytes;
    private final long maxIds;

    InputRules(EmbeddingsConfig config) {
        maxTexts = config.requests().maxTexts();
        maxTextBytes = config.requests().maxTextBytes().asLongValue();
        maxIds = Math.max(1, maxTextBytes / BYTES_PER_TOKEN);
    }

    /**
     * @param field the member of the request that holds the texts
     * @throws ProblemException {@code invalid-value} for none, {@code too-large} for too many
     */
    public void requireCount(String field, int texts) {
        if (texts == 0) {
            throw ProblemException.invalid(field, "There is no text to embed.");
        }
        if (texts > maxTexts) {
            throw tooLarge(field, "A request takes at most " + maxTexts + " texts, this one has " + texts + ".");
        }
    }

    /**
     * @param field the member of the request that holds the text, for example {@code input[3]}
     * @throws ProblemException {@code invalid-value} if it is empty, {@code too-large} if it is too long
     */
    public TextInput text(String field, String text) {
        if (text.isEmpty()) {
            throw ProblemException.invalid(field, "An empty text has no vector.");
        }
        if ((long) text.length() * MOST_BYTES_PER_CHAR > maxTextBytes && utf8Length(text) > maxTextBytes) {
            throw tooLarge(field, "A text takes at most " + maxTextBytes + " bytes.");
        }
        return new TextInput.Text(text);
    }

    /**
     * @param field the member of the request that holds the token ids of one text
     * @throws ProblemException {@code too-large} if there are more than the greatest text has, about
     */
    public void requireIds(String field, int ids) {
        if (ids > maxIds) {
            throw tooLarge(field, "A text takes at most " + maxIds + " token ids, this one has " + ids + ".");
        }
    }

    private static long utf8Length(String text) {
        return text.codePoints()
                .mapToLong(c -> c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4)
                .sum();
    }

    private static ProblemException tooLarge(String field, String detail) {
        return new ProblemException(ProblemType.TOO_LARGE, detail, Map.of("field", field), null, null);
    }
}
