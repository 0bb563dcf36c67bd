package io.mnemesh.checks.rules;

import static io.mnemesh.checks.chart.Manifests.elements;

import com.fasterxml.jackson.databind.JsonNode;
import io.mnemesh.checks.chart.Manifests.Pod;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Images, resources, volumes and variables of containers. */
final class ContainerRules {

    private ContainerRules() {}

    static List<Rule> all() {
        return List.of(
                Rule.container(
                        "image-has-a-version-or-a-digest",
                        container -> container
                                .path("image")
                                .asText()
                                .matches(".+(:[A-Za-z0-9_][A-Za-z0-9._-]*|@sha256:[a-f0-9]{64})")),
                Rule.container(
                        "image-is-not-latest",
                        container -> !container.path("image").asText().endsWith(":latest")),
                Rule.container("pull-policy-is-said", container -> container.hasNonNull("imagePullPolicy")),
                Rule.container("requests-processor-time", container -> requests(container, "cpu")),
                Rule.container("requests-memory", container -> requests(container, "memory")),
                Rule.container("requests-room-on-the-disk", container -> requests(container, "ephemeral-storage")),
                Rule.container(
                        "limits-memory",
                        container -> container.at("/resources/limits/memory").isTextual()),
                Rule.container(
                        "limits-room-on-the-disk",
                        container -> container
                                .at("/resources/limits/ephemeral-storage")
                                .isTextual()),
                Rule.container(
                        "does-not-throttle-processor-time",
                        container -> container.at("/resources/limits/cpu").isMissingNode()),
                Rule.container(
                        "limit-of-memory-is-above-the-request",
                        container -> mebibytes(
                                        container.at("/resources/limits/memory").asText())
                                >= mebibytes(container
                                        .at("/resources/requests/memory")
                                        .asText())),
                Rule.container(
                        "has-a-writable-tmp",
                        container -> mounts(container)
                                .anyMatch(mount ->
                                        mount.path("mountPath").asText().equals("/tmp"))),
                Rule.pod(
                        "tmp-is-bounded",
                        pod -> elements(pod.spec().path("volumes"))
                                .filter(volume -> volume.path("name").asText().equals("tmp"))
                                .allMatch(volume ->
                                        volume.at("/emptyDir/sizeLimit").isTextual())),
                Rule.container(
                        "names-no-variable-twice",
                        container -> unique(elements(container.path("env"))
                                .map(variable -> variable.path("name").asText()))),
                Rule.container(
                        "every-variable-has-a-value",
                        container -> elements(container.path("env"))
                                .allMatch(
                                        variable -> variable.hasNonNull("value") != variable.hasNonNull("valueFrom"))),
                Rule.container(
                        "every-value-is-a-text",
                        container -> elements(container.path("env"))
                                .allMatch(variable -> !variable.has("value")
                                        || variable.path("value").isTextual())),
                Rule.container(
                        "mounts-volumes-that-are-there",
                        (pod, container) -> volumes(pod)
                                .containsAll(mounts(container)
                                        .map(mount -> mount.path("name").asText())
                                        .collect(Collectors.toSet()))),
                Rule.pod(
                        "every-volume-is-mounted",
                        pod -> pod.containers()
                                .flatMap(ContainerRules::mounts)
                                .map(mount -> mount.path("name").asText())
                                .collect(Collectors.toSet())
                                .containsAll(elements(pod.spec().path("volumes"))
                                        .map(volume -> volume.path("name").asText())
                                        .toList())),
                Rule.container(
                        "mounts-nothing-twice",
                        container -> unique(mounts(container)
                                .map(mount -> mount.path("mountPath").asText()))),
                Rule.container(
                        "tells-why-it-ended",
                        container -> container
                                .path("terminationMessagePolicy")
                                .asText()
                                .equals("FallbackToLogsOnError")),
                Rule.pod(
                        "ports-have-names-of-their-own",
                        pod -> unique(pod.containers()
                                .flatMap(container -> elements(container.path("ports")))
                                .map(port -> port.path("name").asText()))),
                Rule.pod(
                        "containers-have-names-of-their-own",
                        pod -> unique(pod.containers()
                                .map(container -> container.path("name").asText()))));
    }

    static Set<String> volumes(Pod pod) {
        return Stream.concat(
                        elements(pod.spec().path("volumes")),
                        elements(pod.owner().at("/spec/volumeClaimTemplates")).map(claim -> claim.path("metadata")))
                .map(volume -> volume.path("name").asText())
                .collect(Collectors.toSet());
    }

    static boolean unique(Stream<String> names) {
        var seen = new HashSet<String>();
        return names.allMatch(seen::add);
    }

    /** An amount of memory as the chart writes it, in MiB. */
    static long mebibytes(String amount) {
        if (amount.endsWith("Gi")) {
            return 1024 * Long.parseLong(amount.substring(0, amount.length() - 2));
        }
        return Long.parseLong(amount.replace("Mi", ""));
    }

    private static boolean requests(JsonNode container, String resource) {
        return container.at("/resources/requests").hasNonNull(resource);
    }

    private static Stream<JsonNode> mounts(JsonNode container) {
        return elements(container.path("volumeMounts"));
    }
}
