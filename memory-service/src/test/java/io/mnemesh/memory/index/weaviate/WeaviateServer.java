package io.mnemesh.memory.index.weaviate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mnemesh.embedded.OptionalTool;
import io.mnemesh.memory.index.ranking.Fusion;
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
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A real Weaviate: the one {@code MNEMESH_TEST_WEAVIATE_URL} names, or one of its own on free ports over a folder of its
 * own, if {@code ./mnemesh tools weaviate} got it.
 */
final class WeaviateServer implements AutoCloseable {

    private static final String TOOL = "weaviate";
    private static final String URL = "MNEMESH_TEST_WEAVIATE_URL";
    private static final int PORTS = 6;
    private static final int ATTEMPTS = 100;
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(20);
    private static final AtomicInteger COLLECTIONS = new AtomicInteger();

    private final URI url;
    private final List<String> command;
    private final List<Integer> ports;
    private final @Nullable Path folder;
    private @Nullable Process process;

    private WeaviateServer(URI url, List<String> command, List<Integer> ports, @Nullable Path folder) {
        this.url = url;
        this.command = command;
        this.ports = ports;
        this.folder = folder;
    }

    /** False where there is none; tests then leave themselves out. */
    static boolean there() {
        return System.getenv(URL) != null || OptionalTool.folder(TOOL).isPresent();
    }

    /** The server named by the environment, or one of its own. */
    static WeaviateServer any() throws IOException {
        String given = System.getenv(URL);
        return given == null ? own() : new WeaviateServer(URI.create(given), List.of(), List.of(), null);
    }

    /** One of its own, which can be stopped and started again; only where the tool is. */
    static WeaviateServer own() throws IOException {
        Path tool = OptionalTool.folder(TOOL).orElseThrow();
        List<Integer> ports = freePorts();
        var command = List.of(
                tool.resolve("bin").resolve("weaviate-server").toString(),
                "--scheme=http",
                "--host=127.0.0.1",
                "--port=" + ports.getFirst());
        var server = new WeaviateServer(
                URI.create("http://127.0.0.1:" + ports.getFirst()),
                command,
                ports,
                Files.createTempDirectory("weaviate"));
        try {
            server.start();
            return server;
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    static boolean ownThere() {
        return OptionalTool.folder(TOOL).isPresent();
    }

    void start() throws IOException {
        Path data = Optional.ofNullable(folder).orElseThrow();
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(data.resolve("log").toFile()));
        var environment = builder.environment();
        environment.put("PERSISTENCE_DATA_PATH", data.resolve("data").toString());
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
        environment.put("GOMEMLIMIT", "512MiB");
        process = builder.start();
        await().atMost(START)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertThat(ready()).isTrue());
    }

    private boolean ready() {
        try (HttpClient http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(url.resolve("/v1/.well-known/ready"))
                    .timeout(Duration.ofSeconds(2))
                    .build();
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Kills it; what it holds stays. */
    void kill() throws InterruptedException {
        Process running = Optional.ofNullable(process).orElseThrow();
        running.destroyForcibly();
        assertThat(running.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    /** Halts it with its connections open, so that it takes requests and never answers. */
    void freeze() throws IOException, InterruptedException {
        signal("STOP");
    }

    void thaw() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        Process running = Optional.ofNullable(process).orElseThrow();
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(running.pid())).start();
        assertThat(kill.waitFor()).isZero();
    }

    /** A collection nobody else has. */
    static String collection() {
        return "Test" + Long.toString(System.nanoTime(), 36) + COLLECTIONS.incrementAndGet();
    }

    WeaviateSettings settings(String collection, int dimensions) {
        return new WeaviateSettings(
                url,
                null,
                collection,
                Duration.ofSeconds(4),
                dimensions,
                150,
                new Fusion(0.5),
                Duration.ofSeconds(5),
                5_000,
                8,
                64);
    }

    WeaviateClient client(String collection) {
        return new WeaviateClient(settings(collection, 3));
    }

    /** Removes what tests made. */
    void drop(String collection) {
        try (WeaviateClient client = client(collection)) {
            new Schema(client, collection).drop();
        }
    }

    @Override
    public void close() {
        Process running = process;
        if (running == null) {
            return;
        }
        running.destroy();
        try {
            if (!running.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
                running.destroyForcibly().waitFor();
            }
            delete(Optional.ofNullable(folder).orElseThrow());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
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
