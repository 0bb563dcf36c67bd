package io.mnemesh.checks.cluster;

import io.mnemesh.checks.chart.Chart;
import io.mnemesh.checks.chart.Repository;
import io.mnemesh.cluster.ControlPlane;
import io.mnemesh.cluster.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One control plane for all classes of tests that are registered with it, and what an operator asks of it. */
final class Cluster implements BeforeAllCallback {

    static final List<String> SERVICES =
            List.of("cache", "embeddings", "gateway", "intelligence", "memory", "realtime");

    private static final String VALUES = "deploy/checks/src/test/resources/values/";
    private static final int NODES = 6;
    private static final String KINDS_OF_OTHERS = "custom-resources";

    private static @Nullable ControlPlane plane;

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        if (plane == null) {
            Path folder = Files.createTempDirectory("cluster");
            ControlPlane started = ControlPlane.start(folder, NODES);
            plane = started;
            defineKindsOfOthers(started);
            // One of the sets of values names it.
            started.kubectl()
                    .call("create", "priorityclass", "high", "--value=1000")
                    .ok();
            context.getRoot()
                    .getStore(ExtensionContext.Namespace.create(Cluster.class))
                    .put("plane", (AutoCloseable) () -> {
                        started.close();
                        delete(folder);
                    });
        }
    }

    /** Kinds of Gateway API, KEDA and the Prometheus operator, where {@code ./mnemesh tools custom-resources} got them. */
    private static void defineKindsOfOthers(ControlPlane plane) {
        if (Tools.has(KINDS_OF_OTHERS)) {
            String folder = Tools.file(KINDS_OF_OTHERS, "crds").toString();
            plane.kubectl().call("create", "-f", folder).ok();
            plane.kubectl()
                    .call("wait", "--for=condition=Established", "--timeout=60s", "-f", folder)
                    .ok();
        }
    }

    /** Kinds that the API server does not know. */
    static Set<String> unknownKinds() {
        return Tools.has(KINDS_OF_OTHERS)
                ? Set.of()
                : Set.of("ScaledObject", "ServiceMonitor", "PrometheusRule", "HTTPRoute");
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    static ControlPlane plane() {
        ControlPlane running = plane;
        if (running == null) {
            throw new IllegalStateException();
        }
        return running;
    }

    /** Makes a namespace that enforces pod security <i>restricted</i>. */
    static String namespace(String name) {
        plane().addNamespace(name);
        return name;
    }

    static String kubectl(@Nullable String input, String... arguments) {
        return plane().kubectl().call(input, List.of(arguments)).ok();
    }

    /** Installs or upgrades a release of this chart with a set of values of the tests. */
    static String helm(String namespace, String action, String release, String values, String... more) {
        return plane().helm()
                .call(arguments(namespace, action, release, values, more))
                .ok();
    }

    static String[] arguments(String namespace, String action, String release, String values, String... more) {
        var arguments = new ArrayList<>(List.of(
                "-n",
                namespace,
                action,
                release,
                Repository.path(Chart.FOLDER).toString(),
                "-f",
                Repository.path(VALUES + values).toString(),
                "--timeout",
                "90s"));
        arguments.addAll(Arrays.asList(more));
        return arguments.toArray(String[]::new);
    }

    static void remove(String namespace, String release) {
        plane().helm().call("-n", namespace, "uninstall", release, "--wait").ok();
    }

    /** Names of all objects of a namespace, events left out. */
    static Set<String> everything(String namespace) {
        String kinds = kubectl(null, "api-resources", "--verbs=list", "--namespaced", "-o", "name")
                .lines()
                .filter(kind -> !kind.startsWith("events"))
                .collect(Collectors.joining(","));
        return kubectl(null, "-n", namespace, "get", kinds, "-o", "name", "--ignore-not-found")
                .lines()
                .filter(line -> line.contains("/"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Helm waits for the replica sets; what the workloads themselves report follows a moment later, and what was removed
     * goes in the background.
     */
    static void awaitReady(String namespace, List<String> workloads) {
        var expected = new TreeSet<>(workloads);
        plane().await("ready are " + expected, () -> new TreeSet<>(ready(namespace)).equals(expected));
    }

    /** Workloads of which every pod is ready. */
    static List<String> ready(String namespace) {
        String columns =
                "jsonpath={range .items[*]}{.metadata.name} {.spec.replicas} {.status.readyReplicas}{\"\\n\"}{end}";
        return kubectl(null, "-n", namespace, "get", "deployments,statefulsets", "-o", columns)
                .lines()
                .map(line -> line.split(" ", -1))
                .filter(fields -> fields.length == 3 && fields[1].equals(fields[2]))
                .map(fields -> fields[0])
                .toList();
    }

    static List<String> services(String release) {
        return SERVICES.stream().map(service -> release + "-mnemesh-" + service).toList();
    }
}
