package io.mnemesh.checks.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Objects that were rendered together.
 *
 * @param origin what they were rendered from
 * @param all    the objects, in the order they are in
 */
public record Manifests(String origin, List<JsonNode> all) {

    public static final YAMLMapper YAML = new YAMLMapper();

    private static final Set<String> SERVICES =
            Set.of("gateway", "memory", "embeddings", "intelligence", "realtime", "cache");

    static Manifests parse(String origin, String text) {
        try (MappingIterator<JsonNode> documents =
                YAML.readerFor(JsonNode.class).readValues(text)) {
            return new Manifests(
                    origin,
                    documents.readAll().stream().filter(JsonNode::isObject).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(origin, e);
        }
    }

    public Stream<JsonNode> kind(String... kinds) {
        Set<String> wanted = Set.of(kinds);
        return all.stream().filter(object -> wanted.contains(object.path("kind").asText()));
    }

    /** Whether there is an object of this kind and name. */
    public boolean has(String kind, String name) {
        return kind(kind).anyMatch(object -> name(object).equals(name));
    }

    /** All pods: those of workloads, with their templates, and single ones. */
    public Stream<Pod> pods() {
        return kind("Deployment", "StatefulSet", "CronJob", "Pod").map(Pod::of);
    }

    /** The pods of the six services. */
    public Stream<Pod> services() {
        return pods().filter(pod -> SERVICES.contains(pod.component()));
    }

    public static String name(JsonNode object) {
        return object.at("/metadata/name").asText();
    }

    public static String label(JsonNode object, String label) {
        return object.path("metadata").path("labels").path(label).asText();
    }

    public static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    /** Members of an object whose values are texts. */
    public static Map<String, String> texts(JsonNode object) {
        var texts = new TreeMap<String, String>();
        object.properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
        return texts;
    }

    /**
     * A pod or the template of pods.
     *
     * @param owner  the object it is in
     * @param labels its labels
     * @param spec   its specification
     */
    public record Pod(JsonNode owner, Map<String, String> labels, JsonNode spec) {

        static Pod of(JsonNode owner) {
            JsonNode pod =
                    switch (owner.path("kind").asText()) {
                        case "Pod" -> owner;
                        case "CronJob" -> owner.at("/spec/jobTemplate/spec/template");
                        default -> owner.at("/spec/template");
                    };
            return new Pod(owner, texts(pod.at("/metadata/labels")), pod.path("spec"));
        }

        public String component() {
            return labels.getOrDefault("app.kubernetes.io/component", "");
        }

        public Stream<JsonNode> containers() {
            return Stream.concat(elements(spec.path("initContainers")), elements(spec.path("containers")));
        }

        /** The container of the service itself. */
        public JsonNode main() {
            return spec.path("containers").path(0);
        }

        public Stream<JsonNode> initContainer(String name) {
            return elements(spec.path("initContainers"))
                    .filter(container -> container.path("name").asText().equals(name));
        }

        /** Whether a label selector without expressions selects it. */
        public boolean selectedBy(JsonNode matchLabels) {
            return labels.entrySet().containsAll(texts(matchLabels).entrySet());
        }
    }
}
