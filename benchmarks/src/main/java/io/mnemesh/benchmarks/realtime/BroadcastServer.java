package io.mnemesh.benchmarks.realtime;

import io.mnemesh.benchmarks.Polling;
import io.mnemesh.embedded.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Stock {@code broadcast()} of WebSockets Next in a process of its own, behind the commands of the Centrifuge protocol. */
final class BroadcastServer implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration START = Duration.ofSeconds(60);

    private final Process process;
    private final int port;

    /** @param home the repository, built */
    BroadcastServer(Path home) throws IOException, InterruptedException {
        Path jar = home.resolve("benchmarks/broadcast/target/quarkus-app/quarkus-run.jar");
        if (!Files.exists(jar)) {
            throw new IllegalStateException(jar + " is missing; run ./mnemesh build.");
        }
        port = Ports.free();
        process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx192m",
                        "-XX:+UseSerialGC",
                        "-XX:+UseCompactObjectHeaders",
                        "-Dquarkus.http.host=127.0.0.1",
                        "-Dquarkus.http.port=" + port,
                        "-jar",
                        jar.toString()))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        Polling.until(POLL, START, this::accepts);
    }

    Target target() {
        return new Target(
                "broadcast", URI.create("ws://127.0.0.1:" + port + "/connection/websocket"), "bench", null, false);
    }

    private boolean accepts() {
        if (!process.isAlive()) {
            throw new IllegalStateException("It ended with status " + process.exitValue() + ".");
        }
        try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
