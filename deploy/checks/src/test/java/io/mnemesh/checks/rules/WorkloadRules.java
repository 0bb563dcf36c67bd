package io.mnemesh.checks.rules;

import static io.mnemesh.checks.chart.Manifests.elements;
import static io.mnemesh.checks.chart.Manifests.name;
import static io.mnemesh.checks.chart.Manifests.texts;

import com.fasterxml.jackson.databind.JsonNode;
import io.mnemesh.checks.chart.Manifests;
import io.mnemesh.checks.chart.Manifests.Pod;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Start, health, drain, update, scaling and eviction of the six services. */
final class WorkloadRules {

    private WorkloadRules() {}

    static List<Rule> all() {
        return List.of(
                new Rule("there-are-six-services", all -> all.services().count() == 6 ? Stream.of() : Stream.of("?")),
                Rule.service("is-asked-whether-it-started", pod -> probe(pod, "startupProbe", "/q/health/started")),
                Rule.service("is-asked-whether-it-lives", pod -> probe(pod, "livenessProbe", "/q/health/live")),
                Rule.service("is-asked-whether-it-is-ready", pod -> probe(pod, "readinessProbe", "/q/health/ready")),
                Rule.service("may-take-a-minute-to-start", pod -> seconds(pod, "startupProbe") >= 60),
                Rule.service("is-not-killed-for-a-short-silence", pod -> seconds(pod, "livenessProbe") >= 30),
                Rule.service("leaves-the-service-soon", pod -> seconds(pod, "readinessProbe") <= 15),
                Rule.service(
                        "grace-is-longer-than-the-drain",
                        pod -> pod.spec().path("terminationGracePeriodSeconds").asInt()
                                > duration(pod, "QUARKUS_SHUTDOWN_DELAY") + drain(pod) + 20),
                Rule.service(
                        "says-that-it-leaves-before-it-leaves", pod -> duration(pod, "QUARKUS_SHUTDOWN_DELAY") >= 1),
                Rule.service("is-spread-over-nodes", pod -> spread(pod, "kubernetes.io/hostname")),
                Rule.service("is-spread-over-zones", pod -> spread(pod, "topology.kubernetes.io/zone")),
                Rule.service(
                        "keeps-few-revisions",
                        pod -> pod.owner().at("/spec/revisionHistoryLimit").asInt(10) <= 5),
                Rule.pod(
                        "selector-selects-its-pods",
                        pod -> pod.owner().path("kind").asText().equals("Pod")
                                || pod.selectedBy(pod.owner().at("/spec/selector/matchLabels"))),
                Rule.service(
                        "selector-never-changes",
                        pod -> texts(pod.owner().at("/spec/selector/matchLabels"))
                                .keySet()
                                .equals(Set.of(
                                        "app.kubernetes.io/name",
                                        "app.kubernetes.io/instance",
                                        "app.kubernetes.io/component"))),
                Rule.service(
                        "update-takes-nobody-away-first",
                        pod -> pod.owner().path("kind").asText().equals("StatefulSet")
                                || pod.owner()
                                                .at("/spec/strategy/rollingUpdate/maxUnavailable")
                                                .asInt(1)
                                        == 0),
                Rule.service(
                        "migrates-with-the-image-that-runs",
                        pod -> pod.initContainer("migrate")
                                .allMatch(init ->
                                        init.path("image").equals(pod.main().path("image")))),
                Rule.service(
                        "does-not-migrate-while-it-serves",
                        pod -> value(pod.main(), "QUARKUS_FLYWAY_MIGRATE_AT_START")
                                .equals("false")),
                Rule.service(
                        "migration-ends",
                        pod -> pod.initContainer("migrate")
                                .allMatch(init ->
                                        value(init, "QUARKUS_INIT_AND_EXIT").equals("true")
                                                && value(init, "QUARKUS_FLYWAY_MIGRATE_AT_START")
                                                        .equals("true"))),
                Rule.service(
                        "only-the-migration-has-the-owners-password",
                        pod -> !has(pod.main(), "MNEMESH_POSTGRES_OWNER_PASSWORD")
                                && pod.initContainer("migrate")
                                        .allMatch(init -> has(init, "MNEMESH_POSTGRES_OWNER_PASSWORD"))),
                Rule.service(
                        "only-the-gateway-has-the-master-key",
                        pod -> has(pod.main(), "MNEMESH_GATEWAY_MASTER_KEY")
                                == pod.component().equals("gateway")),
                Rule.service(
                        "heap-leaves-room-below-the-limit",
                        pod -> heap(pod)
                                <= 0.75
                                        * ContainerRules.mebibytes(pod.main()
                                                .at("/resources/limits/memory")
                                                .asText())),
                new Rule(
                        "replicas-are-omitted-where-something-scales",
                        all -> scaled(all)
                                .filter(target -> all.kind("Deployment", "StatefulSet")
                                        .anyMatch(workload -> name(workload).equals(target)
                                                && workload.path("spec").has("replicas")))),
                new Rule("who-is-not-scaled-has-replicas", all -> {
                    Set<String> scaled = Set.copyOf(scaled(all).toList());
                    return all.services()
                            .map(Pod::owner)
                            .filter(owner -> !scaled.contains(name(owner))
                                    && !owner.path("spec").has("replicas"))
                            .map(Manifests::name);
                }),
                new Rule(
                        "what-is-scaled-is-there",
                        all -> all.kind("HorizontalPodAutoscaler", "ScaledObject")
                                .map(scaler -> scaler.at("/spec/scaleTargetRef"))
                                .filter(target -> !all.has(
                                        target.path("kind").asText(),
                                        target.path("name").asText()))
                                .map(target -> target.path("name").asText())),
                new Rule(
                        "nothing-is-scaled-twice",
                        all -> scaled(all)
                                .filter(target ->
                                        scaled(all).filter(target::equals).count() > 1)),
                Rule.every(
                        "HorizontalPodAutoscaler",
                        "scaling-has-bounds",
                        (all, scaler) -> scaler.at("/spec/minReplicas").asInt()
                                        <= scaler.at("/spec/maxReplicas").asInt()
                                && scaler.at("/spec/minReplicas").asInt() >= 1),
                Rule.every(
                        "HorizontalPodAutoscaler",
                        "scales-down-slowly",
                        (all, scaler) -> scaler.at("/spec/behavior/scaleDown/stabilizationWindowSeconds")
                                        .asInt()
                                >= 60),
                Rule.every(
                        "ScaledObject",
                        "never-scales-to-nobody",
                        (all, scaler) -> scaler.at("/spec/minReplicaCount").asInt() >= 1),
                Rule.every(
                        "ScaledObject",
                        "asks-prometheus-with-a-threshold",
                        (all, scaler) -> elements(scaler.at("/spec/triggers"))
                                .filter(trigger -> trigger.path("type").asText().equals("prometheus"))
                                .allMatch(trigger -> trigger.at("/metadata/query")
                                                .isTextual()
                                        && trigger.at("/metadata/threshold").isTextual()
                                        && trigger.at("/metadata/serverAddress").isTextual())),
                new Rule(
                        "every-service-has-one-budget",
                        all -> all.services()
                                .filter(pod -> all.kind("PodDisruptionBudget")
                                                .filter(budget ->
                                                        pod.selectedBy(budget.at("/spec/selector/matchLabels")))
                                                .count()
                                        != 1)
                                .map(pod -> name(pod.owner()))),
                Rule.every(
                        "PodDisruptionBudget",
                        "budget-never-blocks-a-drain",
                        (all, budget) -> budget.at("/spec/minAvailable").isMissingNode()
                                && !Set.of("0", "0%", "")
                                        .contains(budget.at("/spec/maxUnavailable")
                                                .asText())),
                Rule.every(
                        "PodDisruptionBudget",
                        "broken-pods-can-be-evicted",
                        (all, budget) -> budget.at("/spec/unhealthyPodEvictionPolicy")
                                .asText()
                                .equals("AlwaysAllow")),
                Rule.every(
                        "StatefulSet",
                        "says-what-becomes-of-its-volumes",
                        (all, set) -> set.at("/spec/persistentVolumeClaimRetentionPolicy")
                                .isObject()),
                Rule.every(
                        "StatefulSet",
                        "has-its-headless-service",
                        (all, set) ->
                                all.has("Service", set.at("/spec/serviceName").asText())));
    }

    private static Stream<String> scaled(Manifests all) {
        return all.kind("HorizontalPodAutoscaler", "ScaledObject")
                .map(scaler -> scaler.at("/spec/scaleTargetRef/name").asText());
    }

    private static boolean probe(Pod pod, String name, String path) {
        JsonNode get = pod.main().path(name).path("httpGet");
        return get.path("path").asText().equals(path)
                && get.path("port").asText().equals("management");
    }

    private static int seconds(Pod pod, String name) {
        JsonNode probe = pod.main().path(name);
        return probe.path("periodSeconds").asInt(10)
                * probe.path("failureThreshold").asInt(3);
    }

    private static boolean spread(Pod pod, String key) {
        return elements(pod.spec().path("topologySpreadConstraints"))
                .anyMatch(constraint -> constraint.path("topologyKey").asText().equals(key)
                        && pod.selectedBy(constraint.at("/labelSelector/matchLabels")));
    }

    private static int drain(Pod pod) {
        return duration(
                pod, pod.component().equals("realtime") ? "MNEMESH_REALTIME_DRAIN_OVER" : "QUARKUS_SHUTDOWN_TIMEOUT");
    }

    private static int duration(Pod pod, String variable) {
        return Integer.parseInt(value(pod.main(), variable).replaceAll("s$", ""));
    }

    private static long heap(Pod pod) {
        JsonNode args = pod.main().path("args").path(0);
        String option = args.isMissingNode() ? value(pod.main(), "JDK_JAVA_OPTIONS") : args.asText();
        return Long.parseLong(option.replaceAll("^-Xmx(\\d+)m$", "$1"));
    }

    private static boolean has(JsonNode container, String variable) {
        return elements(container.path("env"))
                .anyMatch(entry -> entry.path("name").asText().equals(variable));
    }

    private static String value(JsonNode container, String variable) {
        return elements(container.path("env"))
                .filter(entry -> entry.path("name").asText().equals(variable))
                .map(entry -> entry.path("value").asText())
                .findFirst()
                .orElse("");
    }
}
