package io.mnemesh.launcher.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterExaminationTest {

    @Test
    void shouldFindNothingWrongWhenEveryPodIsReady() throws IOException {
        List<Finding> findings = examine("""
            {"items": [
              {"kind": "Deployment", "metadata": {"name": "m-gateway", "labels": {"app.kubernetes.io/component": "gateway"}},
               "spec": {"replicas": 2}, "status": {"readyReplicas": 2}},
              {"kind": "Pod", "metadata": {"name": "m-gateway-1"}, "status": {"containerStatuses": [{"name": "gateway"}]}},
              {"kind": "PodDisruptionBudget", "metadata": {"labels": {"app.kubernetes.io/component": "gateway"}},
               "status": {"disruptionsAllowed": 1}}]}\
            """);

        assertThat(findings)
                .containsExactly(
                        Finding.good("m-gateway has 2 of 2 pods ready"),
                        Finding.good("nodes can be drained of gateway"));
    }

    @Test
    void shouldSayWhyAContainerEnds() throws IOException {
        List<Finding> findings = examine("""
            {"items": [{"kind": "Pod", "metadata": {"name": "m-gateway-1"}, "status": {"initContainerStatuses": [
              {"name": "migrate", "state": {"waiting": {"reason": "CrashLoopBackOff"}},
               "lastState": {"terminated": {"message": "starting\\nmnemesh.gateway.master-key has to be 32 bytes"}}}]}}]}\
            """);

        assertThat(findings)
                .containsExactly(Finding.wrong(
                        "pod m-gateway-1, container migrate, ends again and again: mnemesh.gateway.master-key has to"
                                + " be 32 bytes",
                        "kubectl -n mesh logs m-gateway-1 -c migrate --previous"));
    }

    @Test
    void shouldNameASecretThatIsMissing() throws IOException {
        List<Finding> findings = examine("""
            {"items": [{"kind": "Pod", "metadata": {"name": "p"}, "status": {"containerStatuses": [
              {"name": "c", "state": {"waiting": {"reason": "CreateContainerConfigError",
               "message": "secret \\"mnemesh-redis\\" not found"}}}]}}]}\
            """);

        assertThat(findings)
                .containsExactly(Finding.wrong(
                        "pod p, container c, lacks a Secret or ConfigMap: secret \"mnemesh-redis\" not found",
                        "make it as the chart's README says"));
    }

    @Test
    void shouldTellOfMemoryThatIsTooLittle() throws IOException {
        List<Finding> findings = examine("""
            {"items": [{"kind": "Pod", "metadata": {"name": "p"}, "status": {"containerStatuses": [
              {"name": "c", "restartCount": 4, "lastState": {"terminated": {"reason": "OOMKilled"}}}]}}]}\
            """);

        assertThat(findings)
                .containsExactly(Finding.wrong(
                        "pod p, container c, was restarted 4 times, last because of OOMKilled",
                        "raise its memory limit, see docs/operations/sizing.md"));
    }

    @Test
    void shouldSayWhyNobodyScales() throws IOException {
        List<Finding> findings = examine("""
            {"items": [{"kind": "HorizontalPodAutoscaler",
              "metadata": {"name": "m-cache", "labels": {"app.kubernetes.io/component": "cache"}},
              "status": {"conditions": [
                {"type": "AbleToScale", "status": "True"},
                {"type": "ScalingActive", "status": "False", "message": "no metrics returned"}]}}]}\
            """);

        assertThat(findings)
                .containsExactly(Finding.wrong(
                        "cache is not scaled: no metrics returned",
                        "processor time needs a metrics server, a backlog needs KEDA and Prometheus"));
    }

    @Test
    void shouldSayThatNothingIsThere() throws IOException {
        assertThat(examine("{\"items\": []}"))
                .containsExactly(Finding.wrong(
                        "namespace mesh has no Mnemesh",
                        "name the namespace of the release: helm list --all-namespaces"));
    }

    private static List<Finding> examine(String json) throws IOException {
        return ClusterExamination.of("mesh", new ObjectMapper().readTree(json));
    }
}
