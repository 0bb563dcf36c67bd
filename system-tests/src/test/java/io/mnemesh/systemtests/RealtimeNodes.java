package io.mnemesh.systemtests;

import static org.awaitility.Awaitility.await;

import io.mnemesh.embedded.Bootstrap;
import io.mnemesh.embedded.EmbeddedPostgres;
import io.mnemesh.embedded.EmbeddedRedis;
import io.mnemesh.embedded.OwnSession;
import io.mnemesh.embedded.Ports;
import io.mnemesh.embedded.PostgresOptions;
import io.mnemesh.embedded.RedisOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Processes of realtime-gateway side by side on a PostgreSQL and a Redis of their own, and nothing else of the mesh. */
final class RealtimeNodes implements AutoCloseable {

    private static final Duration START = Duration.ofMinutes(1);
    private static final Duration STOP = Duration.ofSeconds(30);
    private static final String PASSWORD = "nothing-secret";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final SignedTokens tokens = new SignedTokens();
    private final EmbeddedPostgres postgres;
    private final EmbeddedRedis redis;
    private final List<Node> nodes;
    private final Path jar;
    private final Path logs;
    private final Path data;
    private final Map<String, String> settings;

    private RealtimeNodes(Path folder, String name, int count, Map<String, String> settings) {
        Path home = Path.of(System.getProperty("mnemesh.home")).toAbsolutePath().normalize();
        this.jar = home.resolve("realtime-gateway/target/quarkus-app/quarkus-run.jar");
        this.logs = home.resolve("system-tests/target/logs").resolve(name);
        this.data = folder;
        this.settings = Map.copyOf(settings);
        try {
            Files.createDirectories(logs);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.postgres = EmbeddedPostgres.start(PostgresOptions.durable(Ports.free(), folder.resolve("postgres"))
                .withPassword(PASSWORD)
                .withLog(logs.resolve("postgres.log")));
        this.redis = EmbeddedRedis.start(
                RedisOptions.durable(Ports.free(), folder.resolve("redis")).withLog(logs.resolve("redis.log")));
        this.nodes = IntStream.range(0, count).mapToObj(Node::new).toList();
    }

    /**
     * @param folder   where data go
     * @param name     names the folder of logs below {@code target}
     * @param settings of the nodes, by their keys
     */
    static RealtimeNodes start(Path folder, String name, int count, Map<String, String> settings) {
        var all = new RealtimeNodes(folder, name, count, settings);
        try {
            new Bootstrap(Bootstrap.DATABASE, PASSWORD, PASSWORD).run(all.postgres);
            for (Node node : all.nodes) {
                node.start();
                node.awaitReady();
            }
            return all;
        } catch (SQLException | RuntimeException e) {
            all.close();
            throw new IllegalStateException("The nodes do not start.", e);
        }
    }

    Node node(int number) {
        return nodes.get(number);
    }

    int count() {
        return nodes.size();
    }

    EmbeddedRedis redis() {
        return redis;
    }

    SignedTokens tokens() {
        return tokens;
    }

    @Override
    public void close() {
        nodes.forEach(Node::end);
        redis.close();
        postgres.close();
    }

    /** One process. */
    final class Node {

        private final int number;
        private final int port = Ports.free();
        private final int management = Ports.free();
        private volatile Process process;

        private Node(int number) {
            this.number = number;
        }

        int port() {
            return port;
        }

        Process process() {
            return process;
        }

        /** Starts it, for the first time or again; it is not ready yet. */
        void start() {
            var command = new ArrayList<String>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx320m",
                    "-XX:+UseSerialGC",
                    "-XX:+UseCompactObjectHeaders",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-Djava.util.logging.manager=org.jboss.logmanager.LogManager"));
            settings.forEach((key, value) -> command.add("-D" + key + "=" + value));
            command.addAll(List.of("-jar", jar.toString()));
            var builder = new ProcessBuilder(OwnSession.command(command))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            logs.resolve("node-" + number + ".log").toFile()));
            Map<String, String> environment = builder.environment();
            environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
            environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
            environment.put("QUARKUS_MANAGEMENT_HOST", "127.0.0.1");
            environment.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(management));
            environment.put("MNEMESH_POSTGRES_HOST", "127.0.0.1");
            environment.put("MNEMESH_POSTGRES_PORT", Integer.toString(postgres.port()));
            environment.put("MNEMESH_POSTGRES_PASSWORD", PASSWORD);
            environment.put("MNEMESH_POSTGRES_OWNER_PASSWORD", PASSWORD);
            environment.put("MNEMESH_REDIS_URL", "redis://127.0.0.1:" + redis.port());
            environment.put("MNEMESH_DATA_DIR", data.resolve("node-" + number).toString());
            environment.put("MNEMESH_IDENTITY_JWKS", tokens.jwks());
            try {
                process = builder.start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void awaitReady() {
            await().atMost(START)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(50))
                    .until(this::isReady);
        }

        /** Ends it at once, as a crash would. */
        void kill() {
            process.destroyForcibly();
            process.onExit().join();
        }

        private void end() {
            Process current = process;
            if (current == null) {
                return;
            }
            current.destroy();
            try {
                if (!current.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                    current.destroyForcibly();
                }
            } catch (InterruptedException e) {
                current.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }

        private boolean isReady() {
            if (!process.isAlive()) {
                throw new IllegalStateException("Node " + number + " ended with status " + process.exitValue() + ".");
            }
            try {
                var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + management + "/q/health/ready"))
                        .timeout(Duration.ofSeconds(2))
                        .build();
                return HTTP.send(request, HttpResponse.BodyHandlers.discarding())
                                .statusCode()
                        == 200;
            } catch (IOException e) {
                return false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }
}
