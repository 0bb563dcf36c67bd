package io.mnemesh.embeddings.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.mnemesh.embeddings.token.Vocabulary;
import io.mnemesh.embeddings.vector.InputRules;
import io.mnemesh.embeddings.vector.TextInput;
import io.mnemesh.mesh.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the four forms of the texts of a request; every refusal names the element. */
final class InputReader {

    private final String field;
    private final InputRules rules;
    private final Vocabulary vocabulary;

    /** @param field the member of the request that is read */
    InputReader(String field, InputRules rules, Vocabulary vocabulary) {
        this.field = field;
        this.rules = rules;
        this.vocabulary = vocabulary;
    }

    /** @throws ProblemException {@code invalid-value} or {@code too-large} */
    List<TextInput> read(@Nullable JsonNode input) {
        if (input == null || input.isNull()) {
            throw ProblemException.invalid(field, "A text, a list of texts or token ids are needed.");
        }
        if (input.isTextual()) {
            return List.of(rules.text(field, input.textValue()));
        }
        if (!input.isArray()) {
            throw ProblemException.invalid(field, "The input is a text, a list of texts or token ids.");
        }
        if (!input.isEmpty() && input.get(0).isNumber()) {
            return List.of(ids(field, input));
        }
        rules.requireCount(field, input.size());
        var inputs = new ArrayList<TextInput>(input.size());
        for (int i = 0; i < input.size(); i++) {
            inputs.add(element(field + "[" + i + "]", input.get(i), input.get(0).isTextual()));
        }
        return inputs;
    }

    private TextInput element(String name, JsonNode element, boolean texts) {
        if (texts && element.isTextual()) {
            return rules.text(name, element.textValue());
        }
        if (!texts && element.isArray()) {
            return ids(name, element);
        }
        throw ProblemException.invalid(name, "All elements are texts, or all are lists of token ids.");
    }

    private TextInput ids(String name, JsonNode array) {
        rules.requireIds(name, array.size());
        var ids = new int[array.size()];
        for (int i = 0; i < ids.length; i++) {
            JsonNode id = array.get(i);
            if (!id.isIntegralNumber() || !id.canConvertToInt()) {
                throw ProblemException.invalid(name + "[" + i + "]", "A token id is a whole number.");
            }
            ids[i] = id.intValue();
        }
        try {
            return TextInput.ids(ids, vocabulary);
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalid(name, String.valueOf(e.getMessage()));
        }
    }
}
