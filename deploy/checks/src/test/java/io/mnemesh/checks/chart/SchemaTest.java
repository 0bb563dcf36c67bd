package io.mnemesh.checks.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The schema of values knows every member at every depth, and asks for those that are always there: what an upgrade with
 * {@code --reuse-values} lacks is named then, instead of a template's words about a nil pointer.
 */
class SchemaTest {

    /** What Kubernetes itself checks, because it is large and its own; and what Helm hands on to charts below another one. */
    private static final Set<String> OF_OTHERS = Set.of(
            "/properties/global",
            "/$defs/affinity/properties/nodeAffinity",
            "/$defs/affinity/properties/podAffinity",
            "/$defs/affinity/properties/podAntiAffinity",
            "/$defs/extraVolumes/items",
            "/properties/defaults/properties/affinity/properties/nodeAffinity",
            "/properties/defaults/properties/affinity/properties/podAffinity",
            "/properties/defaults/properties/affinity/properties/podAntiAffinity",
            "/properties/defaults/properties/extraVolumes/items");

    /** Null says something, and a value that is null is not there. */
    private static final String NULLABLE = "runAsUser";

    @Test
    void shouldRefuseUnknownMembersAtEveryDepth() throws IOException {
        var open = new TreeSet<String>();

        collectOpen(schema(), "", open);

        assertThat(open).isEqualTo(new TreeSet<>(OF_OTHERS));
    }

    @Test
    void shouldAskForEverythingThatHasADefault() throws IOException {
        JsonNode values = Manifests.YAML.readTree(Repository.read(Chart.FOLDER + "/values.yaml"));
        var missing = new ArrayList<String>();

        collectMissing(schema(), values, "", missing);

        assertThat(missing).isEmpty();
    }

    private static void collectOpen(JsonNode schema, String path, Set<String> open) {
        boolean isObject = schema.path("type").asText().equals("object");
        if (isObject
                && (schema.path("additionalProperties").isMissingNode()
                        || schema.path("additionalProperties").asBoolean())) {
            open.add(path);
        }
        for (String container : List.of("properties", "$defs")) {
            schema.path(container)
                    .properties()
                    .forEach(member ->
                            collectOpen(member.getValue(), path + "/" + container + "/" + member.getKey(), open));
        }
        if (schema.has("items")) {
            collectOpen(schema.path("items"), path + "/items", open);
        }
    }

    private static void collectMissing(JsonNode schema, JsonNode values, String path, List<String> missing) {
        if (!schema.has("properties") || !values.isObject()) {
            return;
        }
        var required = new TreeSet<String>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        values.properties().forEach(value -> {
            String name = value.getKey();
            if (!required.contains(name) && !name.equals(NULLABLE)) {
                missing.add(path + "/" + name);
            }
            collectMissing(schema.path("properties").path(name), value.getValue(), path + "/" + name, missing);
        });
    }

    private static JsonNode schema() throws IOException {
        return new ObjectMapper().readTree(Repository.read(Chart.FOLDER + "/values.schema.json"));
    }
}
