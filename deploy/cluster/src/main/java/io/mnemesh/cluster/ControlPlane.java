package io.mnemesh.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A real Kubernetes control plane on this machine (etcd, API server, controller manager, scheduler), and kwok, which says for
 * nodes that do not exist that they and their pods are well. What is admitted, scheduled, evicted, scaled and collected is
 * decided by the real parts; no container runs.
 */
public final class ControlPlane implements AutoCloseable {

    private static final Duration START = Duration.ofMinutes(3);

    private final Path folder;
    private final String token = UUID.randomUUID().toString();
    private final List<Process> processes = new ArrayList<>();
    private final Path kubeconfig;
    private final Command kubectl;
    private final int port;

    private ControlPlane(Path folder) throws IOException {
        this.folder = folder;
        this.port = freePort();
        this.kubeconfig = folder.resolve("kubeconfig");
        this.kubectl = new Command(tool("kubectl"), Map.of("KUBECONFIG", kubeconfig.toString()));
    }

    /**
     * Starts it with some nodes.
     *
     * @param folder for its data and logs, empty
     * @param nodes  how many, each in a zone of its own of three
     */
    public static ControlPlane start(Path folder, int nodes) throws IOException {
        var plane = new ControlPlane(folder);
        // A test run that is ended from outside leaves nothing running.
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(plane::close));
        try {
            plane.startProcesses();
            plane.addNodes(nodes);
            return plane;
        } catch (IOException | RuntimeException | AssertionError e) {
            plane.close();
            throw e;
        }
    }

    /** Address of the API server; its certificate is signed by nobody. */
    public String server() {
        return "https://127.0.0.1:" + port;
    }

    /** Makes a namespace that enforces pod security <i>restricted</i>. */
    public void addNamespace(String name) {
        kubectl.call("""
            apiVersion: v1
            kind: Namespace
            metadata:
              name: %s
              labels: {pod-security.kubernetes.io/enforce: restricted, pod-security.kubernetes.io/warn: restricted}
            """.formatted(name), List.of("create", "-f", "-")).ok();
        await(
                "its default objects",
                () -> kubectl.call("-n", name, "get", "serviceaccounts,configmaps", "-o", "name")
                                .ok()
                                .lines()
                                .count()
                        == 2);
    }

    /** {@code kubectl} as an administrator. */
    public Command kubectl() {
        return kubectl;
    }

    /** {@code helm} as an administrator. */
    public Command helm() {
        return new Command(
                Tools.file("helm", "bin/helm"),
                Map.of(
                        "KUBECONFIG",
                        kubeconfig.toString(),
                        "HELM_CACHE_HOME",
                        folder.resolve("helm").toString(),
                        "HELM_CONFIG_HOME",
                        folder.resolve("helm").toString(),
                        "HELM_DATA_HOME",
                        folder.resolve("helm").toString()));
    }

    private void startProcesses() throws IOException {
        int etcd = freePort();
        int peer = freePort();
        String store = "http://127.0.0.1:" + etcd;
        String peers = "http://127.0.0.1:" + peer;
        Path key = serviceAccountKey();
        Path tokens = Files.writeString(folder.resolve("tokens"), token + ",admin,admin,system:masters\n");
        Files.writeString(kubeconfig, """
            apiVersion: v1
            kind: Config
            clusters: [{name: test, cluster: {server: "https://127.0.0.1:%d", insecure-skip-tls-verify: true}}]
            users: [{name: admin, user: {token: %s}}]
            contexts: [{name: test, context: {cluster: test, user: admin}}]
            current-context: test
            """.formatted(port, token));
        run(
                "etcd",
                "--name=test",
                "--data-dir=" + folder.resolve("etcd"),
                "--listen-client-urls=" + store,
                "--advertise-client-urls=" + store,
                "--listen-peer-urls=" + peers,
                "--initial-advertise-peer-urls=" + peers,
                "--initial-cluster=test=" + peers,
                "--unsafe-no-fsync");
        run(
                "kube-apiserver",
                "--etcd-servers=" + store,
                "--bind-address=127.0.0.1",
                "--secure-port=" + port,
                "--cert-dir=" + folder.resolve("certificates"),
                "--token-auth-file=" + tokens,
                "--authorization-mode=Node,RBAC",
                "--service-cluster-ip-range=10.96.0.0/16",
                "--service-account-issuer=https://kubernetes.default.svc",
                "--service-account-key-file=" + key,
                "--service-account-signing-key-file=" + key,
                "--endpoint-reconciler-type=none",
                // Debian's etcd is older than what streamed lists need; clients list in the old way when they are told
                // so.
                "--feature-gates=WatchList=false");
        await("the API server", () -> kubectl.call("get", "--raw", "/readyz").status() == 0);
        run(
                "kube-controller-manager",
                "--kubeconfig=" + kubeconfig,
                "--bind-address=127.0.0.1",
                "--secure-port=" + freePort(),
                "--cert-dir=" + folder.resolve("certificates"),
                "--service-account-private-key-file=" + key,
                "--use-service-account-credentials=false",
                "--leader-elect=false",
                // A busy machine that renews late is no node that was lost.
                "--node-monitor-grace-period=20m",
                "--horizontal-pod-autoscaler-sync-period=1s",
                "--controllers=*,-nodeipam,-cloud-node-lifecycle-controller");
        run(
                "kube-scheduler",
                "--kubeconfig=" + kubeconfig,
                "--bind-address=127.0.0.1",
                "--secure-port=" + freePort(),
                "--cert-dir=" + folder.resolve("certificates"),
                "--leader-elect=false");
        run(
                "kwok",
                "--kubeconfig=" + kubeconfig,
                "--manage-all-nodes=true",
                "--node-ip=127.0.0.1",
                "--cidr=10.244.0.0/16",
                "--config=" + Tools.file("cluster", "stages.yaml"),
                "--node-lease-duration-seconds=600",
                "--server-address=");
    }

    private void addNodes(int count) {
        var objects = new StringBuilder("""
            apiVersion: storage.k8s.io/v1
            kind: StorageClass
            metadata:
              name: kwok-volume
              annotations: {storageclass.kubernetes.io/is-default-class: "true"}
            provisioner: kwok.x-k8s.io/volume
            """);
        for (int node = 0; node < count; node++) {
            objects.append("""
                ---
                apiVersion: v1
                kind: Node
                metadata:
                  name: node-%1$d
                  annotations: {kwok.x-k8s.io/node: fake}
                  labels: {kubernetes.io/hostname: node-%1$d, topology.kubernetes.io/zone: zone-%2$d, kubernetes.io/os: linux}
                status:
                  allocatable: {cpu: "16", memory: 64Gi, ephemeral-storage: 200Gi, pods: "110"}
                  capacity: {cpu: "16", memory: 64Gi, ephemeral-storage: 200Gi, pods: "110"}
                """.formatted(node, node % 3));
        }
        kubectl.call(objects.toString(), List.of("create", "-f", "-")).ok();
        kubectl.call("wait", "--for=condition=Ready", "nodes", "--all", "--timeout=60s")
                .ok();
        await(
                "the default service account",
                () -> kubectl.call("get", "serviceaccount", "default").status() == 0);
    }

    private void run(String program, String... arguments) throws IOException {
        var line = new ArrayList<String>();
        line.add(tool(program).toString());
        line.addAll(List.of(arguments));
        var builder = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(program + ".log").toFile());
        if (System.getProperty("os.arch").equals("aarch64")) {
            builder.environment().put("ETCD_UNSUPPORTED_ARCH", "arm64");
        }
        processes.add(builder.start());
    }

    /** Waits until something is so, as long as every process lives. */
    public void await(String what, BooleanSupplier condition) {
        Instant end = Instant.now().plus(START);
        while (!condition.getAsBoolean()) {
            for (Process process : processes) {
                if (!process.isAlive()) {
                    throw new AssertionError("A part of the control plane ended: "
                            + process.info().commandLine() + "; see " + folder);
                }
            }
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("Waited in vain for " + what + "; see " + folder);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    private Path serviceAccountKey() throws IOException {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            String key = Base64.getMimeEncoder(64, new byte[] {'\n'})
                    .encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
            return Files.writeString(
                    folder.resolve("service-accounts.key"),
                    "-----BEGIN PRIVATE KEY-----\n" + key + "\n-----END PRIVATE KEY-----\n");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path tool(String name) {
        return Tools.file("cluster", "bin/" + name);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        for (Process process : processes.reversed()) {
            process.destroy();
            try {
                if (!process.waitFor(10, TimeUnit.SECONDS)) {
                    process.destroyForcibly().waitFor();
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }
}
