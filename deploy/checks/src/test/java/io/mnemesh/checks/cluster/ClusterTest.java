package io.mnemesh.checks.cluster;

import static io.mnemesh.checks.cluster.Cluster.SERVICES;
import static io.mnemesh.checks.cluster.Cluster.arguments;
import static io.mnemesh.checks.cluster.Cluster.awaitReady;
import static io.mnemesh.checks.cluster.Cluster.everything;
import static io.mnemesh.checks.cluster.Cluster.helm;
import static io.mnemesh.checks.cluster.Cluster.kubectl;
import static io.mnemesh.checks.cluster.Cluster.namespace;
import static io.mnemesh.checks.cluster.Cluster.plane;
import static io.mnemesh.checks.cluster.Cluster.ready;
import static io.mnemesh.checks.cluster.Cluster.remove;
import static io.mnemesh.checks.cluster.Cluster.services;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mnemesh.checks.chart.Chart;
import io.mnemesh.checks.chart.Manifests;
import io.mnemesh.cluster.Command;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an operator does with the chart, on a real control plane, in namespaces that enforce pod security <i>restricted</i>. */
@Tag("slow")
@ExtendWith(Cluster.class)
class ClusterTest {

    /** Its values name a class of volumes that this cluster does not have. */
    private static final String NO_VOLUMES = "services.memory.persistence.enabled=false";

    static List<Path> valueSets() {
        return Chart.valueSets();
    }

    @ParameterizedTest
    @MethodSource("valueSets")
    void shouldAdmitEveryObjectWithoutAWarning(Path values) throws IOException {
        String namespace = namespace("admit-" + values.getFileName().toString().replace(".yaml", ""));
        var objects = new StringBuilder();
        for (JsonNode object : Chart.render(values).all()) {
            if (!Cluster.unknownKinds().contains(object.path("kind").asText())) {
                objects.append(Manifests.YAML
                        .writeValueAsString(object)
                        .replace("namespace: \"" + Chart.NAMESPACE + "\"", "namespace: \"" + namespace + "\""));
            }
        }

        String said = kubectl(objects.toString(), "create", "--dry-run=server", "-f", "-");

        assertThat(said).doesNotContain("Warning").contains("-gateway created");
    }

    @Test
    void shouldRefuseAPodThatIsNotRestricted() {
        String namespace = namespace("unrestricted");

        Command.Outcome outcome =
                plane().kubectl().call("-n", namespace, "run", "open", "--image=docker.io/library/redis:7.4.7");

        assertThat(outcome.status()).isNotZero();
        assertThat(outcome.text()).contains("violates PodSecurity \"restricted:latest\"");
    }

    @Test
    void shouldLeaveNothingBehindWhenInstalledUpgradedRolledBackAndRemoved() {
        // Given
        String namespace = namespace("life");
        Set<String> before = everything(namespace);
        String volumes = "services.memory.persistence.whenDeleted=Delete";

        // When
        helm(namespace, "install", "m", "persistence.yaml", "--wait", "--set", volumes);
        awaitReady(namespace, services("m"));
        Set<String> installed = everything(namespace);
        helm(namespace, "upgrade", "m", "persistence.yaml", "--wait", "--set", volumes + ",services.cache.env.NEW=1");
        assertThat(environment(namespace, "m-mnemesh-cache")).contains("NEW");
        awaitReady(namespace, services("m"));
        plane().helm().call("-n", namespace, "rollback", "m", "1", "--wait").ok();
        assertThat(environment(namespace, "m-mnemesh-cache")).doesNotContain("NEW");
        plane().helm().call("-n", namespace, "uninstall", "m", "--wait").ok();

        // Then
        assertThat(installed).hasSizeGreaterThan(before.size() + 40);
        plane().await("everything to be gone", () -> everything(namespace).equals(before));
    }

    @Test
    void shouldEmptyANodeWithoutLosingAService() {
        String namespace = namespace("drained");
        helm(namespace, "install", "m", "minimal.yaml", "--wait");
        String node = kubectl(
                null,
                "-n",
                namespace,
                "get",
                "pods",
                "-l",
                "app.kubernetes.io/component=gateway",
                "-o",
                "jsonpath={.items[0].spec.nodeName}");

        kubectl(null, "drain", node, "--ignore-daemonsets", "--delete-emptydir-data", "--force", "--timeout=60s");

        try {
            assertThat(kubectl(
                            null,
                            "-n",
                            namespace,
                            "get",
                            "pods",
                            "--field-selector=spec.nodeName=" + node,
                            "-o",
                            "name"))
                    .doesNotContain("pod/");
            plane().await(
                            "all pods to be ready elsewhere",
                            () -> ready(namespace).containsAll(services("m")));
        } finally {
            kubectl(null, "uncordon", node);
            remove(namespace, "m");
        }
    }

    @Test
    void shouldEvictOnePodAtATimeAndNotTheLastOne() {
        String namespace = namespace("budget");
        helm(namespace, "install", "m", "minimal.yaml", "--wait");
        try {
            // Given: what is evicted finds no other node
            kubectl(null, "cordon", "-l", "kubernetes.io/os=linux");
            List<String> pods = pods(namespace, "gateway");
            plane().await(
                            "the budget to count its pods",
                            () -> allowed(namespace, "gateway").equals("1"));

            Command.Outcome first = evict(namespace, pods.get(0));
            Command.Outcome second = evict(namespace, pods.get(1));

            assertThat(first.ok()).contains("Success");
            assertThat(second.text()).contains("violate the pod's disruption budget");
            assertThat(pods(namespace, "gateway")).contains(pods.get(1));
        } finally {
            kubectl(null, "uncordon", "-l", "kubernetes.io/os=linux");
            remove(namespace, "m");
        }
    }

    @Test
    void shouldKeepTwoReleasesApart() {
        String namespace = namespace("two");
        helm(namespace, "install", "m", "minimal.yaml", "--wait");

        Command.Outcome same = plane().helm().call(arguments(namespace, "install", "other", "minimal.yaml"));
        helm(
                namespace,
                "install",
                "other",
                "minimal.yaml",
                "--wait",
                "--set",
                "postgres.database=other,redis.existingSecret=other-redis");

        assertThat(same.status()).isNotZero();
        assertThat(same.text()).contains("Release m in namespace two already uses this database or this Redis");
        var both = new ArrayList<>(services("m"));
        both.addAll(services("other"));
        awaitReady(namespace, both);
        remove(namespace, "other");
        awaitReady(namespace, services("m"));
        remove(namespace, "m");
    }

    @Test
    void shouldLeaveReplicasToWhoeverScales() {
        String namespace = namespace("scaled");
        helm(namespace, "install", "m", "hpa.yaml", "--wait", "--set", NO_VOLUMES);
        plane().await("the autoscaler's least", () -> replicas(namespace, "gateway") == 2);
        kubectl(null, "-n", namespace, "scale", "deployment/m-mnemesh-gateway", "--replicas=4");

        helm(namespace, "upgrade", "m", "hpa.yaml", "--wait", "--set", NO_VOLUMES + ",env.NEW=1");

        assertThat(replicas(namespace, "gateway")).isEqualTo(4);
        // A service that is not scaled automatically is what its value says, whatever somebody did by hand.
        kubectl(null, "-n", namespace, "scale", "deployment/m-mnemesh-cache", "--replicas=5");
        helm(namespace, "upgrade", "m", "hpa.yaml", "--wait", "--set", NO_VOLUMES + ",services.cache.replicas=3");
        assertThat(replicas(namespace, "cache")).isEqualTo(3);
        remove(namespace, "m");
    }

    @Test
    void shouldDenyServiceAccountsWhatTheyDoNotUse() {
        String namespace = namespace("accounts");
        helm(namespace, "install", "m", "minimal.yaml");
        List<String[]> calls = List.of(
                new String[] {"get", "pods"},
                new String[] {"get", "secrets"},
                new String[] {"get", "configmaps"},
                new String[] {"scale", "deployment/m-mnemesh-gateway", "--replicas=0"},
                new String[] {"delete", "pods", "--all"},
                new String[] {"create", "token", "default"},
                new String[] {"get", "nodes"});

        for (String service : SERVICES) {
            String account = "--as=system:serviceaccount:" + namespace + ":m-mnemesh-" + service;
            for (String[] call : calls) {
                var arguments = new ArrayList<>(List.of("-n", namespace, account));
                arguments.addAll(Arrays.asList(call));
                assertThat(plane().kubectl().call(null, arguments))
                        .as("%s %s", service, String.join(" ", call))
                        .satisfies(outcome -> assertThat(outcome.status()).isNotZero())
                        .satisfies(outcome -> assertThat(outcome.text()).contains("forbidden"));
            }
            // Nor is there a token in the pod to call with.
            assertThat(kubectl(
                            null,
                            "-n",
                            namespace,
                            "get",
                            "deployment/m-mnemesh-" + service,
                            "-o",
                            "jsonpath={.spec.template.spec.automountServiceAccountToken}"))
                    .isEqualTo("false");
        }
        remove(namespace, "m");
    }

    @Test
    void shouldLetTheGatewayReadEndpointSlicesOfItsNamespaceAndNothingElse() {
        String namespace = namespace("slices");
        helm(namespace, "install", "m", "discovery.yaml");
        String account = "--as=system:serviceaccount:" + namespace + ":m-mnemesh-gateway";

        String slices = "endpointslices.discovery.k8s.io";
        assertThat(List.of("get", "list", "watch")).allMatch(verb -> may(account, namespace, verb, slices));
        assertThat(List.of("create", "update", "patch", "delete", "deletecollection"))
                .noneMatch(verb -> may(account, namespace, verb, slices));
        assertThat(may(account, "default", "list", slices)).isFalse();
        assertThat(List.of("pods", "services", "secrets", "configmaps"))
                .noneMatch(resource -> may(account, namespace, "list", resource));
        assertThat(may(account.replace("gateway", "memory"), namespace, "list", slices))
                .isFalse();
        remove(namespace, "m");
    }

    private static boolean may(String account, String namespace, String verb, String resource) {
        return plane().kubectl()
                        .call("auth", "can-i", verb, resource, "-n", namespace, account)
                        .status()
                == 0;
    }

    /** How many pods of a service may be evicted now. */
    private static String allowed(String namespace, String service) {
        return kubectl(
                null,
                "-n",
                namespace,
                "get",
                "poddisruptionbudget/m-mnemesh-" + service,
                "-o",
                "jsonpath={.status.disruptionsAllowed}");
    }

    private static String environment(String namespace, String deployment) {
        return kubectl(
                null,
                "-n",
                namespace,
                "get",
                "deployment/" + deployment,
                "-o",
                "jsonpath={.spec.template.spec.containers[0].env[*].name}");
    }

    private static int replicas(String namespace, String service) {
        return Integer.parseInt(kubectl(
                null, "-n", namespace, "get", "deployment/m-mnemesh-" + service, "-o", "jsonpath={.spec.replicas}"));
    }

    private static List<String> pods(String namespace, String service) {
        return kubectl(
                        null,
                        "-n",
                        namespace,
                        "get",
                        "pods",
                        "-l",
                        "app.kubernetes.io/component=" + service,
                        "-o",
                        "name")
                .lines()
                .map(name -> name.substring(name.indexOf('/') + 1))
                .toList();
    }

    private static Command.Outcome evict(String namespace, String pod) {
        return plane().kubectl()
                .call(
                        "{\"apiVersion\":\"policy/v1\",\"kind\":\"Eviction\",\"metadata\":{\"name\":\"%s\",\"namespace\":\"%s\"}}"
                                .formatted(pod, namespace),
                        List.of(
                                "create",
                                "--raw",
                                "/api/v1/namespaces/" + namespace + "/pods/" + pod + "/eviction",
                                "-f",
                                "-"));
    }
}
