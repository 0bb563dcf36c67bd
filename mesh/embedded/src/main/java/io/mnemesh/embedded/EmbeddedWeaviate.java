package io.mnemesh.embedded;

import io.mnemesh.embedded.EmbeddedServerException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The Weaviate server that {@code ./mnemesh tools weaviate} got, on free ports of 127.0.0.1 over a temporary folder. It can be
 * killed and started again on the same data. For one thread.
 */
public final class EmbeddedWeaviate implements AutoCloseable {

    private static final int FOR_TESTS = 512;
    private static final String TOOL = "weaviate";
    private static final int PORTS = 6;
    private static final int ATTEMPTS = 100;
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(50);

    private final int memoryMiB;
    private final List<Integer> ports;
    private final Path folder;
    private final URI url;
    private @Nullable Process process;

    private EmbeddedWeaviate(List<Integer> ports, Path folder, int memoryMiB) {
        this.memoryMiB = memoryMiB;
        this.ports = ports;
        this.folder = folder;
        this.url = URI.create("http://127.0.0.1:" + ports.getFirst());
    }

    /** False where the tool is not. */
    public static boolean there() {
        return OptionalTool.folder(TOOL).isPresent();
    }

    /** Starts one for tests, with little memory. */
    public static EmbeddedWeaviate start() {
        return start(FOR_TESTS);
    }

    /**
     * Starts one.
     *
     * @param memoryMiB what its heap should stay below; it refuses vectors that do not fit
     * @throws EmbeddedServerException if the tool is not there or the server does not become ready
     */
    public static EmbeddedWeaviate start(int memoryMiB) {
        EmbeddedWeaviate server;
        try {
            server = new EmbeddedWeaviate(freePorts(), Files.createTempDirectory(TOOL), memoryMiB);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            server.begin();
            return server;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    public URI url() {
        return url;
    }

    public long pid() {
        return running().pid();
    }

    /** Starts it on the data it has, and waits until it is ready. */
    public void begin() {
        Path program = OptionalTool.folder(TOOL)
                .map(tool -> tool.resolve("bin").resolve("weaviate-server"))
                .orElseThrow(() -> new EmbeddedServerException(
                        Reason.FAILED, "There is no Weaviate; ./mnemesh tools weaviate gets it."));
        var builder = new ProcessBuilder(
                        program.toString(), "--scheme=http", "--host=127.0.0.1", "--port=" + ports.getFirst())
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()));
        var environment = builder.environment();
        environment.put("PERSISTENCE_DATA_PATH", folder.resolve("data").toString());
        environment.put("CLUSTER_IN_LOCALHOST", "true");
        environment.put("CLUSTER_ADVERTISE_ADDR", "127.0.0.1");
        environment.put("CLUSTER_HOSTNAME", "test");
        environment.put("CLUSTER_GOSSIP_BIND_PORT", ports.get(1).toString());
        environment.put("CLUSTER_DATA_BIND_PORT", ports.get(2).toString());
        environment.put("RAFT_PORT", ports.get(3).toString());
        environment.put("RAFT_INTERNAL_RPC_PORT", ports.get(4).toString());
        environment.put("RAFT_BOOTSTRAP_EXPECT", "1");
        environment.put("GRPC_PORT", ports.get(5).toString());
        environment.put("DEFAULT_VECTORIZER_MODULE", "none");
        environment.put("AUTHENTICATION_ANONYMOUS_ACCESS_ENABLED", "true");
        environment.put("DISABLE_TELEMETRY", "true");
        environment.put("GO_PROFILING_DISABLE", "true");
        environment.put("GOMEMLIMIT", memoryMiB + "MiB");
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new EmbeddedServerException(Reason.FAILED, "Weaviate cannot be started.", e);
        }
        awaitReady();
    }

    private void awaitReady() {
        long limit = System.nanoTime() + START.toNanos();
        try (HttpClient http = HttpClient.newHttpClient()) {
            while (!ready(http)) {
                if (System.nanoTime() - limit > 0) {
                    throw new EmbeddedServerException(
                            Reason.NOT_READY, "Weaviate was not ready after " + START.toSeconds() + " s.");
                }
                LockSupport.parkNanos(POLL.toNanos());
            }
        }
    }

    private boolean ready(HttpClient http) {
        try {
            var request = HttpRequest.newBuilder(url.resolve("/v1/.well-known/ready"))
                    .timeout(Duration.ofSeconds(2))
                    .build();
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedServerException(Reason.NOT_READY, "The wait for Weaviate was interrupted.", e);
        }
    }

    /** Kills it; what it holds stays. */
    public void kill() {
        running().destroyForcibly();
        awaitEnd(running());
    }

    /** Halts it with its connections open, so that it takes requests and never answers. */
    public void freeze() {
        signal("STOP");
    }

    public void thaw() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start();
            awaitEnd(kill);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitEnd(Process process) {
        try {
            if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }

    private Process running() {
        Process present = process;
        if (present == null) {
            throw new IllegalStateException("The server has not begun.");
        }
        return present;
    }

    /** Stops it and removes its data. */
    @Override
    public void close() {
        Process present = process;
        if (present != null) {
            present.destroy();
            awaitEnd(present);
        }
        try {
            FolderTree.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In a row: the server finds its own parts by counting from the first ones. */
    private static List<Integer> freePorts() throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            List<Integer> ports = rowOfPorts();
            if (ports.size() == PORTS) {
                return ports;
            }
        }
        throw new IOException("There are no " + PORTS + " free ports in a row.");
    }

    private static List<Integer> rowOfPorts() throws IOException {
        var sockets = new ArrayList<ServerSocket>();
        try {
            sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            int first = sockets.getFirst().getLocalPort();
            for (int i = 1; i < PORTS; i++) {
                sockets.add(new ServerSocket(first + i, 1, InetAddress.getLoopbackAddress()));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } catch (BindException | IllegalArgumentException e) {
            return List.of();
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }
}
