package io.mnemesh.checks.rules;

import static io.mnemesh.checks.chart.Manifests.elements;
import static io.mnemesh.checks.chart.Manifests.label;
import static io.mnemesh.checks.chart.Manifests.name;
import static io.mnemesh.checks.chart.Manifests.texts;

import com.fasterxml.jackson.databind.JsonNode;
import io.mnemesh.checks.chart.Chart;
import io.mnemesh.checks.chart.Manifests;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Names, labels, references, Services and routes. */
final class ObjectRules {

    private static final Set<String> VERSIONS = Set.of(
            "v1",
            "apps/v1",
            "autoscaling/v2",
            "batch/v1",
            "policy/v1",
            "networking.k8s.io/v1",
            "rbac.authorization.k8s.io/v1",
            "gateway.networking.k8s.io/v1",
            "keda.sh/v1alpha1",
            "monitoring.coreos.com/v1");
    private static final int LARGEST_CONFIG_MAP = 900_000;

    private ObjectRules() {}

    static List<Rule> all() {
        return List.of(
                Rule.object(
                        "names-its-namespace",
                        object -> object.at("/metadata/namespace").asText().equals(Chart.NAMESPACE)),
                Rule.object("name-fits-a-label", object -> name(object).length() <= 63),
                Rule.object(
                        "name-begins-with-the-release",
                        object -> name(object).startsWith(Chart.RELEASE + "-")
                                || name(object).startsWith("knowledge")),
                new Rule(
                        "nothing-is-there-twice",
                        all -> ContainerRules.unique(all.all().stream()
                                        .map(object -> object.path("kind").asText() + name(object)))
                                ? Stream.of()
                                : Stream.of("two of one kind and name")),
                Rule.object(
                        "has-the-recommended-labels",
                        object -> Stream.of(
                                        "app.kubernetes.io/name",
                                        "app.kubernetes.io/instance",
                                        "app.kubernetes.io/version",
                                        "app.kubernetes.io/part-of",
                                        "app.kubernetes.io/managed-by",
                                        "helm.sh/chart")
                                .noneMatch(key -> label(object, key).isEmpty())),
                Rule.object(
                        "is-of-a-version-that-stays",
                        object -> VERSIONS.contains(object.path("apiVersion").asText())),
                Rule.every(
                        "ConfigMap",
                        "config-map-fits",
                        (all, map) -> map.toString().length() < LARGEST_CONFIG_MAP),
                Rule.object("only-tests-are-hooks", object -> {
                    String hook = object.at("/metadata/annotations")
                            .path("helm.sh/hook")
                            .asText("test");
                    return hook.equals("test");
                }),
                Rule.object("tests-leave-nothing-behind", object -> {
                    JsonNode annotations = object.at("/metadata/annotations");
                    return !annotations.has("helm.sh/hook")
                            || annotations
                                    .path("helm.sh/hook-delete-policy")
                                    .asText()
                                    .contains("hook-succeeded");
                }),
                new Rule("there-is-a-test", all -> all.kind("Pod").count() == 1 ? Stream.of() : Stream.of("no test")),
                new Rule(
                        "config-maps-that-are-mounted-are-there",
                        all -> all.pods()
                                .flatMap(pod -> elements(pod.spec().path("volumes")))
                                .filter(volume ->
                                        !volume.at("/configMap/optional").asBoolean())
                                .map(volume -> volume.at("/configMap/name").asText())
                                .filter(map -> !map.isEmpty() && !all.has("ConfigMap", map))),
                new Rule(
                        "pods-change-with-what-they-mount",
                        all -> all.services()
                                .filter(pod -> elements(pod.spec().path("volumes"))
                                        .anyMatch(volume -> all.has(
                                                "ConfigMap",
                                                volume.at("/configMap/name").asText())))
                                .filter(pod -> !pod.owner()
                                        .at("/spec/template/metadata/annotations")
                                        .toString()
                                        .contains("\"checksum/"))
                                .map(pod -> name(pod.owner()))),
                new Rule("who-pulls-has-the-secrets-for-it", all -> {
                    var secrets = all.pods()
                            .map(pod -> pod.spec().path("imagePullSecrets"))
                            .toList();
                    return secrets.stream().distinct().count() == 1 ? Stream.of() : Stream.of("some pods lack them");
                }),
                new Rule(
                        "secrets-are-the-operators-or-there",
                        all -> all.pods()
                                .flatMap(Manifests.Pod::containers)
                                .flatMap(container -> elements(container.path("env")))
                                .map(variable -> variable.at("/valueFrom/secretKeyRef/name")
                                        .asText())
                                .filter(secret -> secret.endsWith("-development") && !all.has("Secret", secret))),
                new Rule(
                        "accounts-are-there",
                        all -> all.services()
                                .map(pod ->
                                        pod.spec().path("serviceAccountName").asText())
                                .filter(account -> !all.has("ServiceAccount", account))),
                Rule.every(
                        "Service",
                        "service-has-pods",
                        (all, service) -> all.pods().anyMatch(pod -> pod.selectedBy(service.at("/spec/selector")))),
                Rule.every(
                        "Service",
                        "service-has-pods-of-one-workload",
                        (all, service) -> all.pods()
                                        .filter(pod -> pod.selectedBy(service.at("/spec/selector")))
                                        .count()
                                == 1),
                Rule.every(
                        "Service",
                        "ports-of-services-are-open",
                        (all, service) -> elements(service.at("/spec/ports"))
                                .allMatch(port -> all.pods()
                                        .filter(pod -> pod.selectedBy(service.at("/spec/selector")))
                                        .flatMap(pod -> elements(pod.main().path("ports")))
                                        .anyMatch(open -> open.path("name").equals(port.path("targetPort"))))),
                Rule.every(
                        "Service",
                        "ports-have-names",
                        (all, service) -> elements(service.at("/spec/ports"))
                                .allMatch(port -> port.hasNonNull("name") && port.hasNonNull("protocol"))),
                Rule.every(
                        "Service",
                        "management-is-not-public",
                        (all, service) ->
                                service.at("/spec/type").asText("ClusterIP").equals("ClusterIP")
                                        || elements(service.at("/spec/ports"))
                                                .allMatch(port -> port.path("name")
                                                        .asText()
                                                        .equals("http"))),
                Rule.every(
                        "Service",
                        "the-gateways-service-has-no-management",
                        (all, service) -> !label(service, "app.kubernetes.io/component")
                                        .equals("gateway")
                                || service.at("/spec/clusterIP").asText().equals("None")
                                || elements(service.at("/spec/ports"))
                                        .allMatch(port ->
                                                port.path("name").asText().equals("http"))),
                Rule.every(
                        "Service",
                        "sends-nobody-to-pods-that-are-not-ready",
                        (all, service) ->
                                !service.at("/spec/publishNotReadyAddresses").asBoolean()
                                        || label(service, "mnemesh.io/port").equals("management")),
                Rule.every(
                        "Ingress",
                        "ingress-leads-to-a-service",
                        (all, ingress) -> elements(ingress.at("/spec/rules"))
                                .flatMap(rule -> elements(rule.at("/http/paths")))
                                .allMatch(path -> all.has(
                                        "Service",
                                        path.at("/backend/service/name").asText()))),
                Rule.every(
                        "Ingress",
                        "ingress-has-hosts",
                        (all, ingress) ->
                                elements(ingress.at("/spec/rules")).allMatch(rule -> rule.hasNonNull("host"))),
                Rule.every(
                        "HTTPRoute",
                        "route-leads-to-a-service",
                        (all, route) -> elements(route.at("/spec/rules"))
                                .flatMap(rule -> elements(rule.path("backendRefs")))
                                .allMatch(backend ->
                                        all.has("Service", backend.path("name").asText()))),
                Rule.every(
                        "HTTPRoute",
                        "sockets-have-no-time-limit",
                        (all, route) -> elements(route.at("/spec/rules"))
                                .filter(rule -> rule.toString().contains("\"/ws\""))
                                .allMatch(rule ->
                                        rule.at("/timeouts/request").asText().equals("0s"))),
                Rule.every(
                        "ServiceMonitor",
                        "metrics-of-all-services-are-read",
                        (all, monitor) -> all.kind("Service")
                                        .filter(service -> texts(service.at("/metadata/labels"))
                                                .entrySet()
                                                .containsAll(texts(monitor.at("/spec/selector/matchLabels"))
                                                        .entrySet()))
                                        .count()
                                == 6));
    }
}
