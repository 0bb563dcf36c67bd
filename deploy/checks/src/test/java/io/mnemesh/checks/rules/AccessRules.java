package io.mnemesh.checks.rules;

import static io.mnemesh.checks.chart.Manifests.elements;
import static io.mnemesh.checks.chart.Manifests.name;

import com.fasterxml.jackson.databind.JsonNode;
import io.mnemesh.checks.chart.Manifests;
import io.mnemesh.checks.chart.Manifests.Pod;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What may be asked of the Kubernetes API, and by whom. */
final class AccessRules {

    /** Everything that is asked: verbs by resource. */
    private static final Map<String, Set<String>> ASKED = Map.of(
            "apps/deployments/scale", Set.of("get", "patch"),
            "apps/statefulsets/scale", Set.of("get", "patch"),
            "/pods", Set.of("list"),
            "/pods/eviction", Set.of("create"),
            "autoscaling/horizontalpodautoscalers", Set.of("list"),
            "keda.sh/scaledobjects", Set.of("list"),
            "discovery.k8s.io/endpointslices", Set.of("get", "list", "watch"));

    private AccessRules() {}

    static List<Rule> all() {
        return List.of(
                Rule.pod("only-who-has-a-role-has-a-token-of-the-kubernetes-api", pod -> {
                    JsonNode token = pod.spec().path("automountServiceAccountToken");
                    return token.isBoolean() && token.asBoolean() == acts(pod);
                }),
                Rule.object(
                        "access-ends-with-the-namespace",
                        object -> !object.path("kind").asText().startsWith("ClusterRole")),
                Rule.every(
                        "Role",
                        "roles-allow-what-is-asked",
                        (all, role) -> rules(role)
                                .allMatch(rule -> resources(rule)
                                        .allMatch(resource -> ASKED.getOrDefault(resource, Set.of())
                                                .containsAll(texts(rule.path("verbs")))))),
                Rule.every(
                        "Role",
                        "each-service-is-allowed-what-it-asks-for",
                        (all, role) -> rules(role)
                                .flatMap(AccessRules::resources)
                                .allMatch(resource ->
                                        name(role).endsWith("-gateway") == resource.startsWith("discovery.k8s.io/"))),
                Rule.every(
                        "Role",
                        "scales-are-those-of-this-release",
                        (all, role) -> rules(role)
                                .filter(AccessRules::isOfScales)
                                .allMatch(rule -> !rule.path("resourceNames").isEmpty()
                                        && texts(rule.path("resourceNames")).stream()
                                                .allMatch(workload ->
                                                        workloads(all).anyMatch(named(workload))))),
                Rule.every(
                        "Role",
                        "what-is-scaled-automatically-is-scaled-by-nobody-else",
                        (all, role) -> rules(role)
                                .filter(AccessRules::isOfScales)
                                .filter(rule -> texts(rule.path("verbs")).contains("patch"))
                                .flatMap(rule -> texts(rule.path("resourceNames")).stream())
                                .allMatch(workload -> workloads(all)
                                        .filter(named(workload))
                                        .allMatch(one -> one.path("spec").has("replicas")))),
                Rule.every(
                        "RoleBinding",
                        "roles-are-given-to-who-acts",
                        (all, binding) -> elements(binding.path("subjects"))
                                .allMatch(subject -> all.services()
                                        .filter(AccessRules::acts)
                                        .anyMatch(pod -> pod.spec()
                                                .path("serviceAccountName")
                                                .equals(subject.path("name"))))),
                new Rule(
                        "who-acts-has-a-role",
                        all -> all.services()
                                .filter(AccessRules::acts)
                                .map(pod ->
                                        pod.spec().path("serviceAccountName").asText())
                                .filter(account -> !all.has("Role", account) || !all.has("RoleBinding", account))),
                new Rule(
                        "only-who-acts-reaches-the-kubernetes-api",
                        all -> all.kind("NetworkPolicy")
                                .filter(policy ->
                                        policy.at("/spec/egress").toString().contains("\"port\":6443"))
                                .filter(policy -> all.services()
                                        .filter(pod -> pod.selectedBy(policy.at("/spec/podSelector/matchLabels")))
                                        .noneMatch(AccessRules::acts))
                                .map(Manifests::name)));
    }

    /** Whether the service was told to use the Kubernetes API. */
    static boolean acts(Pod pod) {
        return elements(pod.main().path("env"))
                .anyMatch(variable -> variable.path("name").asText().endsWith("_KUBERNETES_ENABLED")
                        || variable.path("value").asText().startsWith("kubernetes://"));
    }

    private static Stream<JsonNode> rules(JsonNode role) {
        return elements(role.path("rules"));
    }

    private static Stream<String> resources(JsonNode rule) {
        return texts(rule.path("apiGroups")).stream()
                .flatMap(group -> texts(rule.path("resources")).stream().map(resource -> group + "/" + resource));
    }

    private static boolean isOfScales(JsonNode rule) {
        return texts(rule.path("resources")).stream().anyMatch(resource -> resource.endsWith("/scale"));
    }

    private static Stream<JsonNode> workloads(Manifests all) {
        return all.kind("Deployment", "StatefulSet");
    }

    private static Predicate<JsonNode> named(String workload) {
        return one -> name(one).equals(workload);
    }

    private static Set<String> texts(JsonNode array) {
        return elements(array).map(JsonNode::asText).collect(Collectors.toUnmodifiableSet());
    }
}
