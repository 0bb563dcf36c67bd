package io.mnemesh.intelligence.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.mnemesh.cluster.ControlPlane;
import io.mnemesh.intelligence.orchestrator.kubernetes.KubernetesFleet;
import io.mnemesh.intelligence.orchestrator.kubernetes.Workloads;
import io.mnemesh.intelligence.orchestrator.policy.Action;
import io.mnemesh.intelligence.orchestrator.policy.ServiceMinute;
import io.mnemesh.testing.ConfigDefaults;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The orchestrator on a real API server, on which the chart is installed, with the token of the account that the chart gives to
 * intelligence-service: what it does, how it is bound, what is written down of it, and that nothing else is allowed.
 */
@Tag("slow")
class ClusterActionsTest {

    private static final Path DEPLOY = Path.of("..", "deploy").toAbsolutePath();
    private static final String NAMESPACE = "acting";
    private static final String ACCOUNT = "m-mnemesh-intelligence";
    private static final int MOST = 3;

    private static @Nullable ControlPlane plane;
    private static @Nullable KubernetesClient client;

    @BeforeAll
    static void install(@TempDir Path folder) throws IOException {
        plane = ControlPlane.start(folder, 3);
        plane().addNamespace(NAMESPACE);
        helm("install", "--wait");
        String token = kubectl("create", "token", ACCOUNT, "--duration=1h").strip();
        client = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(Config.empty())
                        .withMasterUrl(plane().server())
                        .withTrustCerts(true)
                        .withOauthToken(token)
                        .withRequestRetryBackoffLimit(0)
                        .build())
                .build();
    }

    @AfterAll
    static void stop() {
        if (client != null) {
            client.close();
        }
        if (plane != null) {
            plane.close();
        }
    }

    @Test
    void shouldScaleAfterARehearsalWithinItsBounds() {
        Deciding deciding = deciding("cache");

        Decision rehearsed = deciding.decide("cache", minute(Instant.now(), 40), Mode.DRY_RUN, Instant.now());
        int between = replicas("deployment", "cache");
        Decision taken = deciding.decide("cache", minute(Instant.now(), 40), Mode.APPLY, Instant.now());

        assertThat(between).isEqualTo(2);
        assertThat(rehearsed.news()).singleElement().satisfies(record -> {
            assertThat(record.outcome()).isEqualTo(Outcome.DRY_RUN);
            assertThat(record.note()).isEqualTo("The API would take 3 replicas.");
        });
        assertThat(replicas("deployment", "cache")).isEqualTo(MOST);
        assertThat(taken.news()).singleElement().satisfies(record -> {
            assertThat(record.outcome()).isEqualTo(Outcome.APPLIED);
            assertThat(record.detail()).isEqualTo("2 to 3 replicas");
            assertThat(record.note()).matches("The API took 3 replicas; the workload's version is \\d+\\.");
            assertThat(record.reason()).contains("The load is 40").contains("one replica holds 0.7");
        });
        plane().await("the third pod", () -> fleet().look("cache").orElseThrow().ready() == MOST);
        helm("upgrade");
        assertThat(replicas("deployment", "cache")).isEqualTo(MOST);
    }

    @Test
    void shouldScaleAStatefulSet() {
        assertThat(fleet().look("memory").orElseThrow().desired()).isEqualTo(2);

        fleet().carryOut(new Action.Scale("memory", 2, 3));

        assertThat(replicas("statefulset", "memory")).isEqualTo(3);
    }

    @Test
    void shouldNotScaleFromANumberThatIsNotTheOneItSaw() {
        assertThatThrownBy(() -> fleet().carryOut(new Action.Scale("intelligence", 4, 5)))
                .isInstanceOf(FleetException.class)
                .hasMessageStartingWith("The Kubernetes API answered 422: ");
        assertThat(replicas("deployment", "intelligence")).isEqualTo(2);
    }

    @Test
    void shouldReplaceAPodThatStoppedBeingReady() {
        String pod = pods("embeddings").getFirst();
        Instant since = sicken(pod);

        Decision decision = deciding("embeddings")
                .decide("embeddings", minute(Instant.now(), 0.1), Mode.APPLY, since.plusSeconds(180));

        assertThat(decision.plan().ready()).isEqualTo(1);
        assertThat(decision.news())
                .filteredOn(record -> record.kind().equals("restart_pod"))
                .singleElement()
                .satisfies(record -> {
                    assertThat(record.target()).isEqualTo("embeddings/" + pod);
                    assertThat(record.outcome()).isEqualTo(Outcome.APPLIED);
                    assertThat(record.note()).isEqualTo("The API evicted the pod.");
                });
        plane().await(
                        "another pod",
                        () -> !pods("embeddings").contains(pod)
                                && fleet().look("embeddings")
                                        .orElseThrow()
                                        .pods()
                                        .isEmpty());
    }

    @Test
    void shouldKeepADisruptionBudgetAndWriteDownThatItIsRefused() {
        kubectl(
                "patch",
                "poddisruptionbudget/m-mnemesh-gateway",
                "-p",
                "{\"spec\":{\"unhealthyPodEvictionPolicy\":\"IfHealthyBudget\",\"maxUnavailable\":0}}");
        plane().await(
                        "the budget to be counted",
                        () -> kubectl(
                                        "get",
                                        "poddisruptionbudget/m-mnemesh-gateway",
                                        "-o",
                                        "jsonpath={.status.desiredHealthy} {.metadata.generation}"
                                                + " {.status.observedGeneration}")
                                .matches("2 (\\d+) \\1"));
        String pod = pods("gateway").getFirst();
        Instant since = sicken(pod);

        Decision decision =
                deciding("gateway").decide("gateway", minute(Instant.now(), 0.1), Mode.APPLY, since.plusSeconds(180));

        assertThat(decision.news())
                .filteredOn(record -> record.kind().equals("restart_pod"))
                .singleElement()
                .satisfies(record -> {
                    assertThat(record.outcome()).isEqualTo(Outcome.FAILED);
                    assertThat(record.note())
                            .startsWith("The Kubernetes API answered 429: ")
                            .contains("disruption budget");
                });
        assertThat(pods("gateway")).contains(pod);
    }

    @Test
    void shouldLeaveReplicasToAnAutoscaler() {
        Decision decision =
                deciding("realtime").decide("realtime", minute(Instant.now(), 40), Mode.APPLY, Instant.now());

        assertThat(decision.news()).singleElement().satisfies(record -> {
            assertThat(record.outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(record.note())
                    .isEqualTo("autoscaler: HorizontalPodAutoscaler m-mnemesh-realtime decides on the replicas.");
        });
        var realtime = new DeploymentBuilder()
                .withNewMetadata()
                .withName("m-mnemesh-realtime")
                .withNamespace(NAMESPACE)
                .endMetadata()
                .build();
        var patch = new PatchContext.Builder().withPatchType(PatchType.JSON).build();
        assertThatThrownBy(() -> client().resource(realtime)
                        .subresource("scale")
                        .patch(patch, "[{\"op\":\"replace\",\"path\":\"/spec/replicas\",\"value\":3}]"))
                .hasMessageContaining("cannot patch resource \"deployments/scale\"");
    }

    @Test
    void shouldBeAllowedThatAndNothingElse() {
        List<String> own = kubectl("auth", "can-i", "--list", "--no-headers", "--as", account())
                .lines()
                .map(line -> line.replaceAll("\\s+", " ").strip())
                .filter(line -> !line.startsWith("self") && !line.startsWith("["))
                .toList();

        assertThat(own)
                .containsExactlyInAnyOrder(
                        "deployments.apps/scale [] [m-mnemesh-cache] [get patch]",
                        "deployments.apps/scale [] [m-mnemesh-embeddings] [get patch]",
                        "deployments.apps/scale [] [m-mnemesh-gateway] [get patch]",
                        "deployments.apps/scale [] [m-mnemesh-intelligence] [get patch]",
                        "deployments.apps/scale [] [m-mnemesh-realtime] [get]",
                        "horizontalpodautoscalers.autoscaling [] [] [list]",
                        "pods [] [] [list]",
                        "pods/eviction [] [] [create]",
                        "scaledobjects.keda.sh [] [] [list]",
                        "statefulsets.apps/scale [] [m-mnemesh-memory] [get patch]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "get pods -n default",
                "get pod any",
                "get pods --watch",
                "delete pods --all",
                "get secrets",
                "get configmaps",
                "get deployments",
                "get nodes",
                "delete deployment m-mnemesh-cache",
                "set image deployment/m-mnemesh-cache cache=other",
                "patch deployment m-mnemesh-cache -p {\"spec\":{\"replicas\":0}}",
                "patch deployment m-mnemesh-realtime --subresource=scale -p {\"spec\":{\"replicas\":0}}",
                "patch deployment another --subresource=scale -p {\"spec\":{\"replicas\":0}}",
                "delete horizontalpodautoscaler m-mnemesh-realtime",
                "create role wider --verb=get --resource=secrets",
                "create token m-mnemesh-gateway",
                "exec any -- sh"
            })
    void shouldBeDeniedOtherCalls(String call) {
        var arguments = new ArrayList<>(List.of("-n", NAMESPACE, "--as", account()));
        arguments.addAll(Arrays.asList(call.split(" ", -1)));

        var outcome = plane().kubectl().call(null, arguments);

        assertThat(outcome.status()).isNotZero();
        assertThat(outcome.text()).contains("orbidden");
    }

    private static ControlPlane plane() {
        ControlPlane running = plane;
        if (running == null) {
            throw new IllegalStateException();
        }
        return running;
    }

    private static KubernetesClient client() {
        KubernetesClient made = client;
        if (made == null) {
            throw new IllegalStateException();
        }
        return made;
    }

    private static Fleet fleet() {
        return new KubernetesFleet(new Workloads(client(), NAMESPACE, "m-mnemesh-", Set.of("memory")));
    }

    private static Deciding deciding(String service) {
        var config = ConfigDefaults.with(
                OrchestratorConfig.class,
                Map.of(
                        "mnemesh.intelligence.orchestrator.least",
                        "2",
                        "mnemesh.intelligence.orchestrator.most",
                        Integer.toString(MOST)));
        var deciding = new Deciding(config, fleet(), new FakeRelays(), UUID::randomUUID, List.of());
        Instant now = Instant.now();
        deciding.learn(
                service,
                IntStream.range(0, 60)
                        .mapToObj(i -> minute(now.minusSeconds(60L * (60 - i)), 0.5))
                        .toList());
        return deciding;
    }

    private static ServiceMinute minute(Instant at, double load) {
        return new ServiceMinute(at, load, 0.3, 10, 0, 2);
    }

    /** Has the kubelet, which is simulated, say that a pod does not answer any more. */
    private static Instant sicken(String pod) {
        Instant since = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        kubectl(
                "patch",
                "pod/" + pod,
                "--subresource=status",
                "-p",
                "{\"status\":{\"conditions\":[{\"type\":\"Ready\",\"status\":\"False\",\"lastTransitionTime\":\""
                        + since + "\"}]}}");
        return since;
    }

    private static String account() {
        return "system:serviceaccount:" + NAMESPACE + ":" + ACCOUNT;
    }

    private static String kubectl(String... arguments) {
        var line = new ArrayList<>(List.of("-n", NAMESPACE));
        line.addAll(Arrays.asList(arguments));
        return plane().kubectl().call(null, line).ok();
    }

    private static void helm(String action, String... more) {
        var line = new ArrayList<>(List.of(
                "-n",
                NAMESPACE,
                action,
                "m",
                DEPLOY.resolve("helm/mnemesh").toString(),
                "-f",
                DEPLOY.resolve("checks/src/test/resources/values/orchestrator.yaml")
                        .toString(),
                "--timeout",
                "90s"));
        line.addAll(Arrays.asList(more));
        plane().helm().call(null, line).ok();
    }

    private static int replicas(String kind, String service) {
        return Integer.parseInt(kubectl("get", kind + "/m-mnemesh-" + service, "-o", "jsonpath={.spec.replicas}"));
    }

    private static List<String> pods(String service) {
        return kubectl("get", "pods", "-l", "app.kubernetes.io/component=" + service, "-o", "name")
                .lines()
                .map(name -> name.substring(name.indexOf('/') + 1))
                .toList();
    }
}
