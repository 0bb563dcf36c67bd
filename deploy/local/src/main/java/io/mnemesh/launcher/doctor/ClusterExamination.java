package io.mnemesh.launcher.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mnemesh.launcher.stack.LauncherException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads what {@code kubectl} tells of the objects of a mesh, and says what is wrong with them and what to do. */
public final class ClusterExamination {

    private static final String KINDS = "deployments,statefulsets,pods,poddisruptionbudgets,jobs";
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
            Process kubectl = new ProcessBuilder(
                            "kubectl",
                            "-n",
                            namespace,
                            "get",
                            KINDS,
                            "-l",
                            "app.kubernetes.io/part-of=mnemesh",
                            "-o",
                            "json",
                            "--request-timeout=20s")
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

    /** @param list objects as {@code kubectl get -o json} prints them */
    static List<Finding> of(String namespace, JsonNode list) {
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

    private void job(JsonNode object) {
        for (JsonNode condition : object.at("/status/conditions")) {
            if (condition.path("type").asText().equals("Failed")
                    && condition.path("status").asText().equals("True")) {
                findings.add(Finding.wrong(
                        "job " + name(object) + " failed", "kubectl -n " + namespace + " logs job/" + name(object)));
            }
        }
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
