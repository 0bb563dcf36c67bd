package io.mnemesh.launcher.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mnemesh.launcher.stack.LauncherException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Reads what {@code kubectl} tells of the objects of a mesh, and says what is wrong with them and what to do. */
public final class ClusterExamination {

    private static final String KINDS =
            "deployments,statefulsets,pods,poddisruptionbudgets,horizontalpodautoscalers,jobs";
    private static final int MANY_RESTARTS = 3;

    private final String namespace;
    private final List<Finding> findings = new ArrayList<>();

    private ClusterExamination(String namespace) {
        this.namespace = namespace;
    }

    /**
     * Looks at a namespace of the cluster that {@code kubectl} speaks with.
     *
     * @throws LauncherException if there is no {@code kubectl} or it cannot ask
     */
    public static List<Finding> of(String namespace) {
        try {
            var command = new ArrayList<>(List.of("kubectl"));
            command.addAll(question(namespace));
            Process kubectl = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String text = new String(kubectl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (kubectl.waitFor() != 0) {
                throw new LauncherException("kubectl cannot read namespace " + namespace + "; its words are above.");
            }
            return of(namespace, new ObjectMapper().readTree(text));
        } catch (IOException e) {
            throw new LauncherException("kubectl cannot be run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LauncherException("The doctor was interrupted.", e);
        }
    }

    /** What {@code kubectl} is asked for, as its arguments. */
    public static List<String> question(String namespace) {
        return List.of(
                "-n",
                namespace,
                "get",
                KINDS,
                "-l",
                "app.kubernetes.io/part-of=mnemesh",
                "-o",
                "json",
                "--request-timeout=20s");
    }

    /** @param list objects as {@code kubectl} prints them when it is asked for them */
    public static List<Finding> of(String namespace, JsonNode list) {
        var examination = new ClusterExamination(namespace);
        if (list.path("items").isEmpty()) {
            examination.findings.add(Finding.wrong(
                    "namespace " + namespace + " has no Mnemesh",
                    "name the namespace of the release: helm list --all-namespaces"));
        }
        list.path("items").forEach(examination::look);
        return List.copyOf(examination.findings);
    }

    private void look(JsonNode object) {
        switch (object.path("kind").asText()) {
            case "Deployment", "StatefulSet" -> workload(object);
            case "Pod" -> pod(object);
            case "PodDisruptionBudget" -> budget(object);
            case "HorizontalPodAutoscaler" -> autoscaler(object);
            case "Job" -> job(object);
            default -> {
                // What else carries the label has no state.
            }
        }
    }

    private void workload(JsonNode object) {
        int wanted = object.at("/spec/replicas").asInt(1);
        int ready = object.at("/status/readyReplicas").asInt();
        String text = name(object) + " has " + ready + " of " + wanted + " pods ready";
        findings.add(
                ready >= wanted
                        ? Finding.good(text)
                        : Finding.wrong(
                                text,
                                "kubectl -n " + namespace + " describe pods -l app.kubernetes.io/component="
                                        + component(object)));
    }

    private void pod(JsonNode object) {
        for (String list : new String[] {"initContainerStatuses", "containerStatuses"}) {
            object.path("status").path(list).forEach(container -> container(object, container));
        }
        for (JsonNode condition : object.at("/status/conditions")) {
            if (condition.path("reason").asText().equals("Unschedulable")) {
                findings.add(Finding.wrong(
                        "pod " + name(object) + " finds no node: "
                                + condition.path("message").asText(),
                        "add nodes, or lower its requests"));
            }
        }
    }

    private void container(JsonNode pod, JsonNode container) {
        String who =
                "pod " + name(pod) + ", container " + container.path("name").asText() + ",";
        JsonNode waiting = container.at("/state/waiting");
        String reason = waiting.path("reason").asText();
        String last = container.at("/lastState/terminated/message").asText().strip();
        switch (reason) {
            case "CrashLoopBackOff" ->
                findings.add(Finding.wrong(
                        who + " ends again and again" + (last.isEmpty() ? "" : ": " + lastLine(last)),
                        "kubectl -n " + namespace + " logs " + name(pod) + " -c "
                                + container.path("name").asText() + " --previous"));
            case "ImagePullBackOff", "ErrImagePull", "InvalidImageName" ->
                findings.add(Finding.wrong(
                        who + " has no image: " + waiting.path("message").asText(),
                        "check image.registry, image.tag and image.pullSecrets"));
            case "CreateContainerConfigError" ->
                findings.add(Finding.wrong(
                        who + " lacks a Secret or ConfigMap: "
                                + waiting.path("message").asText(),
                        "make it as the chart's README says"));
            default -> restarts(who, container);
        }
    }

    private void restarts(String who, JsonNode container) {
        int restarts = container.path("restartCount").asInt();
        String ended = container.at("/lastState/terminated/reason").asText("unknown");
        if (restarts > MANY_RESTARTS) {
            findings.add(Finding.wrong(
                    who + " was restarted " + restarts + " times, last because of " + ended,
                    ended.equals("OOMKilled")
                            ? "raise its memory limit, see docs/operations/sizing.md"
                            : "read its log"));
        }
    }

    private void budget(JsonNode object) {
        boolean frees = object.at("/status/disruptionsAllowed").asInt() > 0;
        findings.add(
                frees
                        ? Finding.good("nodes can be drained of " + component(object))
                        : Finding.wrong(
                                "no pod of " + component(object) + " may leave now",
                                "a drain waits until all of its pods are ready"));
    }

    private void autoscaler(JsonNode object) {
        condition(object, "ScalingActive", "False")
                .ifPresent(condition -> findings.add(Finding.wrong(
                        component(object) + " is not scaled: "
                                + condition.path("message").asText(),
                        "processor time needs a metrics server, a backlog needs KEDA and Prometheus")));
    }

    private void job(JsonNode object) {
        condition(object, "Failed", "True")
                .ifPresent(_ -> findings.add(Finding.wrong(
                        "job " + name(object) + " failed", "kubectl -n " + namespace + " logs job/" + name(object))));
    }

    private static Optional<JsonNode> condition(JsonNode object, String type, String status) {
        return StreamSupport.stream(object.at("/status/conditions").spliterator(), false)
                .filter(condition -> condition.path("type").asText().equals(type)
                        && condition.path("status").asText().equals(status))
                .findFirst();
    }

    private static String lastLine(String text) {
        return text.substring(text.lastIndexOf('\n') + 1);
    }

    private static String name(JsonNode object) {
        return object.at("/metadata/name").asText();
    }

    private static String component(JsonNode object) {
        return object.path("metadata")
                .path("labels")
                .path("app.kubernetes.io/component")
                .asText();
    }
}
