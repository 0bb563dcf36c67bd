package io.mnemesh.embeddings.vector;

import io.mnemesh.embeddings.inference.UnitLength;
import io.mnemesh.embeddings.token.LongText;
import io.mnemesh.embeddings.token.TextTokenizer;
import io.mnemesh.embeddings.token.Tokens;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How the texts of a request become inputs that the model can read whole, and the vectors of these the vectors of the
 * texts again.
 *
 * @param parts    per text, the inputs it became
 * @param unitLength whether the model's vectors have length one
 */
record Reading(List<List<TextInput>> parts, boolean unitLength) {

    /**
     * Reads the texts as the policy wants; only texts that may be long are tokenised for that.
     *
     * @throws ProblemException {@code too-large} for a long text under {@link LongText#ERROR}
     */
    static Reading of(List<? extends TextInput> inputs, LongText policy, TextTokenizer tokenizer, boolean unitLength) {
        var parts = new ArrayList<List<TextInput>>(inputs.size());
        for (int i = 0; i < inputs.size(); i++) {
            TextInput input = inputs.get(i);
            if (policy == LongText.END
                    || !input.mayExceed(tokenizer.vocabulary().maxTokens())) {
                parts.add(List.of(input));
            } else {
                parts.add(read(input, i, policy, tokenizer));
            }
        }
        return new Reading(parts, unitLength);
    }

    private static List<TextInput> read(TextInput input, int index, LongText policy, TextTokenizer tokenizer) {
        if (policy == LongText.START) {
            Tokens ending = input.ending(tokenizer);
            return List.of(ending.truncated() ? new TextInput.Ids(ending) : input);
        }
        List<Tokens> windows = input.windows(tokenizer);
        if (windows.size() == 1) {
            return List.of(input);
        }
        if (policy == LongText.ERROR) {
            int most = tokenizer.vocabulary().maxTokens();
            throw new ProblemException(
                    ProblemType.TOO_LARGE,
                    "Text " + index + " has more than the " + most + " tokens this model reads.",
                    Map.of("index", index, "maxTokens", most),
                    null,
                    null);
        }
        return windows.stream().<TextInput>map(TextInput.Ids::new).toList();
    }

    /** All inputs, in the order of the texts. */
    List<TextInput> inputs() {
        var all = new ArrayList<TextInput>(parts.size());
        parts.forEach(all::addAll);
        return all;
    }

    /** The texts' vectors from those of all inputs. */
    List<TextVector> vectors(List<Embedded> embedded) {
        var vectors = new ArrayList<TextVector>(parts.size());
        int from = 0;
        for (List<TextInput> part : parts) {
            List<Embedded> own = embedded.subList(from, from + part.size());
            from += part.size();
            vectors.add(own.size() == 1 ? TextVector.of(own.getFirst()) : mean(own));
        }
        return vectors;
    }

    private TextVector mean(List<Embedded> windows) {
        var sums = new double[windows.getFirst().vector().length];
        int tokens = 0;
        for (Embedded window : windows) {
            tokens += window.tokens();
            for (int d = 0; d < sums.length; d++) {
                sums[d] += (double) window.tokens() * window.vector()[d];
            }
        }
        var vector = new float[sums.length];
        for (int d = 0; d < sums.length; d++) {
            vector[d] = (float) (sums[d] / tokens);
        }
        if (unitLength) {
            UnitLength.normalize(vector);
        }
        return new TextVector(vector, tokens, tokens, windows.size());
    }
}
