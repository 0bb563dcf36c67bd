package io.mnemesh.checks.rules;

import static io.mnemesh.checks.chart.Manifests.elements;
import static io.mnemesh.checks.chart.Manifests.name;

import com.fasterxml.jackson.databind.JsonNode;
import io.mnemesh.checks.chart.Manifests;
import io.mnemesh.checks.chart.Manifests.Pod;
import java.util.List;
import java.util.stream.Stream;

/** Who may talk to whom, where network policies are on. */
final class NetworkRules {

    private NetworkRules() {}

    static List<Rule> all() {
        return List.of(
                new Rule(
                        "everything-is-denied-by-default",
                        all -> on(all)
                                ? all.pods()
                                        .filter(pod -> all.kind("NetworkPolicy")
                                                .filter(policy -> name(policy).endsWith("-default-deny"))
                                                .noneMatch(policy -> selects(policy, pod) && both(policy)))
                                        .map(pod -> name(pod.owner()))
                                : Stream.of()),
                new Rule(
                        "everybody-has-a-policy",
                        all -> on(all)
                                ? all.pods()
                                        .filter(pod -> policies(all, pod).count() < 2)
                                        .map(pod -> name(pod.owner()))
                                : Stream.of()),
                Rule.every("NetworkPolicy", "policies-are-of-both-directions", (all, policy) -> both(policy)),
                Rule.every(
                        "NetworkPolicy",
                        "nobody-may-do-anything",
                        (all, policy) -> Stream.of("ingress", "egress")
                                .flatMap(way -> elements(policy.path("spec").path(way)))
                                .allMatch(rule -> rule.hasNonNull("ports"))),
                new Rule(
                        "only-the-gateway-is-open-to-everybody",
                        all -> all.kind("NetworkPolicy")
                                .filter(policy ->
                                        elements(policy.at("/spec/ingress")).anyMatch(rule -> !rule.has("from")))
                                .map(Manifests::name)
                                .filter(policy -> !policy.endsWith("-gateway"))),
                new Rule(
                        "management-is-open-to-the-gateway-and-who-is-named",
                        all -> all.kind("NetworkPolicy")
                                .filter(policy -> elements(policy.at("/spec/ingress"))
                                        .filter(rule -> opens(rule, "management"))
                                        .anyMatch(rule -> !rule.has("from")))
                                .map(Manifests::name)),
                new Rule(
                        "the-gateway-reaches-every-service",
                        all -> on(all)
                                ? all.services()
                                        .filter(pod -> !pod.component().equals("gateway"))
                                        .filter(pod -> !reaches(all, "gateway", pod))
                                        .map(Pod::component)
                                : Stream.of()),
                new Rule(
                        "every-service-reaches-the-gateways-keys",
                        all -> on(all)
                                ? all.services()
                                        .filter(from -> !from.component().equals("gateway"))
                                        .filter(from -> all.services()
                                                .filter(pod -> pod.component().equals("gateway"))
                                                .noneMatch(gateway -> reaches(all, from.component(), gateway)))
                                        .map(Pod::component)
                                : Stream.of()),
                new Rule(
                        "services-do-not-reach-each-other",
                        all -> on(all)
                                ? all.services()
                                        .filter(from -> !from.component().equals("gateway"))
                                        .flatMap(from -> all.services()
                                                .filter(to -> !to.component().equals("gateway"))
                                                .filter(to -> reaches(all, from.component(), to))
                                                .map(to -> from.component() + " to " + to.component()))
                                : Stream.of()),
                new Rule(
                        "everybody-can-resolve-names",
                        all -> on(all)
                                ? all.services()
                                        .filter(pod -> policies(all, pod)
                                                .flatMap(policy -> elements(policy.at("/spec/egress")))
                                                .noneMatch(rule -> rule.path("ports")
                                                        .toString()
                                                        .contains("53")))
                                        .map(Pod::component)
                                : Stream.of()),
                new Rule(
                        "only-who-needs-it-reaches-the-internet",
                        all -> on(all)
                                ? all.services()
                                        .filter(pod -> policies(all, pod)
                                                .flatMap(policy -> elements(policy.at("/spec/egress")))
                                                .anyMatch(
                                                        rule -> rule.toString().contains("\"port\":443")))
                                        .filter(pod -> !AccessRules.acts(pod))
                                        .map(Pod::component)
                                        .filter(service -> !service.equals("gateway") && !service.equals("embeddings"))
                                : Stream.of()));
    }

    private static boolean on(Manifests all) {
        return all.kind("NetworkPolicy").findAny().isPresent();
    }

    private static Stream<JsonNode> policies(Manifests all, Pod pod) {
        return all.kind("NetworkPolicy").filter(policy -> selects(policy, pod));
    }

    private static boolean selects(JsonNode policy, Pod pod) {
        return pod.selectedBy(policy.at("/spec/podSelector/matchLabels"));
    }

    private static boolean both(JsonNode policy) {
        return policy.at("/spec/policyTypes").size() == 2;
    }

    private static boolean opens(JsonNode rule, String port) {
        return elements(rule.path("ports"))
                .anyMatch(open -> open.path("port").asText().equals(port));
    }

    /** By the egress of one and the ingress of the other, over the port of the API. */
    private static boolean reaches(Manifests all, String from, Pod to) {
        return all.services()
                .filter(pod -> pod.component().equals(from))
                .anyMatch(source -> policies(all, source)
                                .flatMap(policy -> elements(policy.at("/spec/egress")))
                                .anyMatch(rule -> peers(rule, "to", to) && portOf(to, rule))
                        && policies(all, to)
                                .flatMap(policy -> elements(policy.at("/spec/ingress")))
                                .anyMatch(rule ->
                                        opens(rule, "http") && (!rule.has("from") || peers(rule, "from", source))));
    }

    private static boolean peers(JsonNode rule, String side, Pod pod) {
        return elements(rule.path(side))
                .map(peer -> peer.at("/podSelector/matchLabels"))
                .anyMatch(labels -> labels.isObject() && pod.selectedBy(labels));
    }

    private static boolean portOf(Pod pod, JsonNode rule) {
        int http = pod.main().path("ports").path(0).path("containerPort").asInt();
        return elements(rule.path("ports")).anyMatch(open -> open.path("port").asInt() == http);
    }
}
