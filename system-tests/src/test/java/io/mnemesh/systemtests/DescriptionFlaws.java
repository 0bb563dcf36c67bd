package io.mnemesh.systemtests;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is wrong with an OpenAPI 3.1 description that is to be read by people and by generators of clients. */
final class DescriptionFlaws {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch", "head", "options");
    private static final Pattern PARAMETER = Pattern.compile("\\{([^}]+)}");

    private final JsonNode description;
    private final List<String> flaws = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    DescriptionFlaws(JsonNode description) {
        this.description = description;
    }

    /** Each flaw in a line that names its place. */
    List<String> all() {
        Set<String> tags = new HashSet<>();
        description.path("tags").forEach(tag -> tags.add(tag.path("name").asText()));
        for (Map.Entry<String, JsonNode> path : description.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                if (METHODS.contains(operation.getKey())) {
                    String where = operation.getKey() + " " + path.getKey();
                    check(where, operation.getValue(), tags);
                    checkParameters(where, path.getKey(), path.getValue(), operation.getValue());
                }
            }
        }
        checkReferences(description);
        return flaws;
    }

    private void check(String where, JsonNode operation, Set<String> tags) {
        String name = operation.path("operationId").asText();
        require(!name.isEmpty(), where, "has no operationId");
        require(names.add(name), where, "has the operationId of another one: " + name);
        require(!operation.path("summary").asText().isEmpty(), where, "has no summary");
        require(!operation.path("tags").isEmpty(), where, "has no tag");
        operation
                .path("tags")
                .forEach(tag -> require(tags.contains(tag.asText()), where, "has the unknown tag " + tag.asText()));
        JsonNode answers = operation.path("responses");
        boolean succeeds = false;
        for (Map.Entry<String, JsonNode> answer : answers.properties()) {
            succeeds |= answer.getKey().startsWith("2") || answer.getKey().equals("101");
            JsonNode described = resolved(answer.getValue());
            require(!described.path("description").asText().isEmpty(), where, answer.getKey() + " is not described");
            if (answer.getKey().compareTo("400") >= 0 && !answer.getKey().equals("503")) {
                require(
                        described.path("content").has("application/problem+json"),
                        where,
                        answer.getKey() + " is not a problem");
            }
            described
                    .path("content")
                    .properties()
                    .forEach(media ->
                            require(media.getValue().has("schema"), where, answer.getKey() + " has no schema"));
        }
        require(succeeds, where, "has no answer of success");
        require(!answers.has("default"), where, "has a default answer, which hides what is not described");
        checkBody(where, operation.path("requestBody").path("content").path("application/json"));
    }

    private void checkBody(String where, JsonNode media) {
        if (media.isMissingNode()) {
            return;
        }
        JsonNode example = media.path("example");
        require(example.isObject(), where, "has no example of its body");
        JsonNode schema = resolved(media.path("schema"));
        for (Map.Entry<String, JsonNode> member : example.properties()) {
            require(schema.path("properties").has(member.getKey()), where, "has an example with " + member.getKey());
        }
        schema.path("required")
                .forEach(member ->
                        require(example.has(member.asText()), where, "has an example without " + member.asText()));
    }

    private void checkParameters(String where, String path, JsonNode item, JsonNode operation) {
        Set<String> described = new HashSet<>();
        for (JsonNode parameters : List.of(item.path("parameters"), operation.path("parameters"))) {
            parameters.forEach(parameter -> {
                if (parameter.path("in").asText().equals("path")) {
                    described.add(parameter.path("name").asText());
                }
            });
        }
        Matcher parameter = PARAMETER.matcher(path);
        while (parameter.find()) {
            require(described.contains(parameter.group(1)), where, "does not describe " + parameter.group(1));
        }
    }

    private void checkReferences(JsonNode node) {
        if (node.path("$ref").isTextual()) {
            require(!resolved(node).isMissingNode(), node.path("$ref").asText(), "is not there");
        }
        node.forEach(this::checkReferences);
    }

    private JsonNode resolved(JsonNode node) {
        String reference = node.path("$ref").asText();
        return reference.isEmpty() ? node : description.at(reference.substring(1));
    }

    private void require(boolean holds, String where, String otherwise) {
        if (!holds) {
            flaws.add(where + ": " + otherwise);
        }
    }
}
