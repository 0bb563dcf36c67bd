package io.mnemesh.intelligence.orchestrator.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.mnemesh.intelligence.orchestrator.Fleet.Deployed;
import io.mnemesh.intelligence.orchestrator.FleetException;
import io.mnemesh.intelligence.orchestrator.policy.Action;
import io.mnemesh.intelligence.orchestrator.policy.ServiceState.UnreadyPod;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is asked of the API, and what is made of its answers. {@code ClusterActionsTest} shows the same on a real one. */
class KubernetesFleetTest {

    private static final Instant SINCE = Instant.parse("2026-11-01T10:00:00Z");
    private static final String SCALE = "/apis/apps/v1/namespaces/mesh/deployments/m-cache/scale";
    private static final String PODS = "/api/v1/namespaces/mesh/pods";
    private static final String AUTOSCALERS = "/apis/autoscaling/v2/namespaces/mesh/horizontalpodautoscalers";
    private static final String SCALED_OBJECTS = "/apis/keda.sh/v1alpha1/namespaces/mesh/scaledobjects";
    private static final Action TO_THREE = new Action.Scale("cache", 2, 3);
    private static final Action RESTART = new Action.RestartPod("cache", "sick", SINCE);

    private FakeApi api;
    private KubernetesFleet fleet;

    @BeforeEach
    void start() throws IOException {
        api = new FakeApi();
        fleet = new KubernetesFleet(new Workloads(api.client(), "mesh", "m-", Set.of("memory")));
        api.answers("GET " + SCALE, 200, scale("m-cache"));
        pods(pod("well", "True", "{}"), pod("sick", "False", "{\"running\":{}}"));
        api.answers("GET " + AUTOSCALERS, 200, list("autoscaling/v2", "HorizontalPodAutoscalerList"));
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void shouldSeeReplicasAndPodsThatDoNotAnswer() {
        assertThat(fleet.look("cache"))
                .contains(new Deployed(2, 1, List.of(new UnreadyPod("sick", SINCE, true)), null));
        assertThat(fleet.look("other")).isEmpty();
    }

    @Test
    void shouldSeeAStatefulSet() {
        api.answers("GET /apis/apps/v1/namespaces/mesh/statefulsets/m-memory/scale", 200, scale("m-memory"));
        pods();

        assertThat(fleet.look("memory")).contains(new Deployed(2, 0, List.of(), null));
    }

    @Test
    void shouldNotTakeAPodThatStartsForOneThatStopped() {
        pods(
                pod("starting", "False", "{\"running\":{}},\"started\":false"),
                pod("crashing", "False", "{\"waiting\":{\"reason\":\"CrashLoopBackOff\"}}"));

        assertThat(fleet.look("cache").orElseThrow().pods())
                .extracting(UnreadyPod::name, UnreadyPod::wasReady)
                .containsExactly(tuple("starting", false), tuple("crashing", false));
    }

    @Test
    void shouldScaleFromWhatWasSeenOnly() {
        api.answers("PATCH " + SCALE, 200, scale("m-cache"));

        String rehearsed = fleet.rehearse(TO_THREE);
        String taken = fleet.carryOut(TO_THREE);

        String patch = "[{\"op\":\"test\",\"path\":\"/spec/replicas\",\"value\":2},"
                + "{\"op\":\"replace\",\"path\":\"/spec/replicas\",\"value\":3}]";
        assertThat(api.changes())
                .containsExactly(
                        "PATCH " + SCALE + "?fieldManager=mnemesh-orchestrator&dryRun=All " + patch,
                        "PATCH " + SCALE + "?fieldManager=mnemesh-orchestrator " + patch);
        assertThat(rehearsed).isEqualTo("The API would take 3 replicas.");
        assertThat(taken).isEqualTo("The API took 3 replicas; the workload's version is 7.");
    }

    @Test
    void shouldLeaveReplicasToAnAutoscaler() {
        api.answers(
                "GET " + AUTOSCALERS,
                200,
                list("autoscaling/v2", "HorizontalPodAutoscalerList", scaler("theirs", "Deployment", "m-cache")));

        assertThat(fleet.look("cache").orElseThrow().scaledBy()).isEqualTo("HorizontalPodAutoscaler theirs");
        assertThatThrownBy(() -> fleet.carryOut(TO_THREE))
                .isInstanceOf(FleetException.class)
                .hasMessage("HorizontalPodAutoscaler theirs decides on the replicas by now.");
        assertThat(api.changes()).isEmpty();
    }

    @Test
    void shouldLeaveReplicasToKeda() {
        api.answers(
                "GET " + SCALED_OBJECTS,
                200,
                list("keda.sh/v1alpha1", "ScaledObjectList", scaler("paused", null, "m-cache")));

        assertThat(fleet.look("cache").orElseThrow().scaledBy()).isEqualTo("ScaledObject paused");
        assertThatThrownBy(() -> fleet.rehearse(TO_THREE)).hasMessageStartingWith("ScaledObject paused decides");
    }

    @Test
    void shouldNotMindAutoscalersOfOthers() {
        api.answers(
                "GET " + AUTOSCALERS,
                200,
                list(
                        "autoscaling/v2",
                        "HorizontalPodAutoscalerList",
                        scaler("one", "StatefulSet", "m-cache"),
                        scaler("two", "Deployment", "m-gateway")));

        assertThat(fleet.look("cache").orElseThrow().scaledBy()).isNull();
    }

    @Test
    void shouldEvictThePodItSaw() {
        api.answers("POST " + PODS + "/sick/eviction", 201, "{\"kind\":\"Status\",\"status\":\"Success\"}");

        assertThat(fleet.rehearse(RESTART)).isEqualTo("The API would evict the pod.");
        assertThat(fleet.carryOut(RESTART)).isEqualTo("The API evicted the pod.");

        assertThat(api.changes())
                .hasSize(2)
                .allSatisfy(call -> assertThat(call)
                        .startsWith("POST " + PODS + "/sick/eviction ")
                        .contains("\"preconditions\":{\"resourceVersion\":\"5\",\"uid\":\"u-sick\"}"));
        assertThat(api.changes().getFirst()).contains("\"dryRun\":[\"All\"]");
        assertThat(api.changes().getLast()).doesNotContain("\"All\"");
    }

    @Test
    void shouldLetAPodBeThatIsReadyByNow() {
        pods(pod("sick", "True", "{\"running\":{}}"));

        assertThatThrownBy(() -> fleet.carryOut(RESTART)).hasMessage("The pod is ready by now.");
        pods();
        assertThatThrownBy(() -> fleet.carryOut(RESTART)).hasMessage("The service has no such pod any more.");
        assertThat(api.changes()).isEmpty();
    }

    @Test
    void shouldTellWhatTheApiRefusesAndWhy() {
        api.answers("POST " + PODS + "/sick/eviction", 429, status(429, "Cannot evict pod: disruption budget."));
        api.answers("PATCH " + SCALE, 403, status(403, "User cannot patch."));

        assertThatThrownBy(() -> fleet.carryOut(RESTART))
                .isInstanceOf(FleetException.class)
                .hasMessage("The Kubernetes API answered 429: Cannot evict pod: disruption budget.");
        assertThatThrownBy(() -> fleet.carryOut(TO_THREE))
                .isInstanceOf(FleetException.class)
                .hasMessage("The Kubernetes API answered 403: User cannot patch.");
    }

    @Test
    void shouldTellThatTheApiDoesNotAnswer() {
        api.stop();

        assertThatThrownBy(() -> fleet.look("cache"))
                .isInstanceOf(FleetException.class)
                .hasMessage("The Kubernetes API did not answer.");
    }

    private void pods(String... pods) {
        api.answers("GET " + PODS, 200, list("v1", "PodList", pods));
    }

    private static String scale(String name) {
        return """
            {"kind":"Scale","apiVersion":"autoscaling/v1","metadata":{"name":"%s","resourceVersion":"7"},
            "spec":{"replicas":2},"status":{"replicas":2,"selector":"app=x"}}\
            """.formatted(name);
    }

    private static String pod(String name, String ready, String state) {
        return """
            {"metadata":{"name":"%1$s","uid":"u-%1$s","resourceVersion":"5"},"status":{
            "conditions":[{"type":"Ready","status":"%2$s","lastTransitionTime":"%3$s"}],
            "containerStatuses":[{"name":"c","state":%4$s}]}}\
            """.formatted(name, ready, SINCE, state);
    }

    private static String scaler(String name, @Nullable String kind, String target) {
        return "{\"metadata\":{\"name\":\"%s\"},\"spec\":{\"scaleTargetRef\":{%s\"name\":\"%s\"}}}"
                .formatted(name, kind == null ? "" : "\"kind\":\"" + kind + "\",", target);
    }

    private static String list(String version, String kind, String... items) {
        return "{\"apiVersion\":\"%s\",\"kind\":\"%s\",\"metadata\":{},\"items\":[%s]}"
                .formatted(version, kind, String.join(",", items));
    }

    private static String status(int code, String message) {
        return "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":%d,\"message\":\"%s\"}"
                .formatted(code, message);
    }
}
