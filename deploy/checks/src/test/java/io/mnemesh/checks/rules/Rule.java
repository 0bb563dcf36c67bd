package io.mnemesh.checks.rules;

import com.fasterxml.jackson.databind.JsonNode;
import io.mnemesh.checks.chart.Manifests;
import io.mnemesh.checks.chart.Manifests.Pod;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Something that holds for everything that is rendered.
 *
 * @param name  what holds, in words with dashes
 * @param check names of what breaks it
 */
record Rule(String name, Function<Manifests, Stream<String>> check) {

    static Rule pod(String name, Predicate<Pod> holds) {
        return new Rule(name, all -> all.pods().filter(holds.negate()).map(pod -> Manifests.name(pod.owner())));
    }

    static Rule service(String name, Predicate<Pod> holds) {
        return new Rule(name, all -> all.services().filter(holds.negate()).map(pod -> Manifests.name(pod.owner())));
    }

    static Rule container(String name, BiPredicate<Pod, JsonNode> holds) {
        return new Rule(
                name,
                all -> all.pods()
                        .flatMap(pod -> pod.containers()
                                .filter(container -> !holds.test(pod, container))
                                .map(container -> Manifests.name(pod.owner()) + "/"
                                        + container.path("name").asText())));
    }

    static Rule container(String name, Predicate<JsonNode> holds) {
        return container(name, (pod, container) -> holds.test(container));
    }

    /** A rule of all objects of a kind. */
    static Rule every(String kind, String name, BiPredicate<Manifests, JsonNode> holds) {
        return new Rule(
                name,
                all -> all.kind(kind).filter(object -> !holds.test(all, object)).map(Manifests::name));
    }

    static Rule object(String name, Predicate<JsonNode> holds) {
        return new Rule(
                name,
                all -> all.all().stream()
                        .filter(holds.negate())
                        .map(object -> object.path("kind").asText() + " " + Manifests.name(object)));
    }

    @Override
    public String toString() {
        return name;
    }
}
