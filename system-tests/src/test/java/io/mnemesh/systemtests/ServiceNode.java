package io.mnemesh.systemtests;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mnemesh.embedded.OwnSession;
import io.mnemesh.embedded.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionTimeoutException;

/** One process of a service on ports of its own, which can crash, freeze and start again. */
final class ServiceNode {

    private static final Duration START = Duration.ofMinutes(2);
    private static final Duration STOP = Duration.ofSeconds(30);
    private static final Duration SESSION = Duration.ofSeconds(5);

    /** Behind the name of the program: state, parent, group, session (proc_pid_stat(5)). */
    private static final int SESSION_FIELD = 3;

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<String> command;
    private final Path log;
    private final Map<String, String> environment;
    private final int port = Ports.free();
    private final int management = Ports.free();
    private volatile Process process;

    /**
     * @param command     the words that start it, see {@link io.mnemesh.launcher.stack.ServiceCommand}
     * @param log         where its output is appended
     * @param environment beside its ports
     */
    ServiceNode(List<String> command, Path log, Map<String, String> environment) {
        this.command = OwnSession.command(command);
        this.log = log;
        this.environment = Map.copyOf(environment);
    }

    /** Where its API is. */
    URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    int port() {
        return port;
    }

    Process process() {
        return process;
    }

    /** Starts it, for the first time or again; it is not ready yet. */
    void start() {
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        builder.environment()
                .putAll(Map.of(
                        "QUARKUS_HTTP_HOST",
                        "127.0.0.1",
                        "QUARKUS_HTTP_PORT",
                        Integer.toString(port),
                        "QUARKUS_MANAGEMENT_HOST",
                        "127.0.0.1",
                        "QUARKUS_MANAGEMENT_PORT",
                        Integer.toString(management)));
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Says how much of the processors it gets when there are not enough of them, where the kernel shares them between sessions and lets
     * this user say so; elsewhere nothing changes.
     *
     * @param nice 19 for what the others leave, 0 for as much as each of them
     */
    void yieldTo(int nice) {
        try {
            await().atMost(SESSION)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(1))
                    .until(this::hasOwnSession);
            Files.writeString(Path.of("/proc/" + process.pid() + "/autogroup"), Integer.toString(nice));
        } catch (IOException | ConditionTimeoutException e) {
            System.out.printf("%s: shares the processors as before: %s%n", log.getFileName(), e);
        }
    }

    /** Until it has left the session of this test, what is said of its session would be said of this test. */
    private boolean hasOwnSession() throws IOException {
        String state = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
        String[] fields = state.substring(state.lastIndexOf(')') + 2).split(" ", 5);
        return fields[SESSION_FIELD].equals(Long.toString(process.pid()));
    }

    void awaitReady() {
        await().atMost(START)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> health().path("status").asText().equals("UP"));
    }

    /** What it says about itself; missing while it does not answer. */
    JsonNode health() {
        if (!process.isAlive()) {
            throw new IllegalStateException(log.getFileName() + ": ended with status " + process.exitValue());
        }
        return askHealth();
    }

    /** Whether it says that it is ready; false too when it says nothing or has ended. */
    boolean isReady() {
        return askHealth().path("status").asText().equals("UP");
    }

    private JsonNode askHealth() {
        try {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + management + "/q/health/ready"))
                    .timeout(Duration.ofSeconds(2))
                    .build();
            return JSON.readTree(HTTP.send(request, BodyHandlers.ofByteArray()).body());
        } catch (IOException e) {
            return JSON.missingNode();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What one of its health checks says beside up or down. */
    JsonNode health(String check) {
        for (JsonNode one : health().path("checks")) {
            if (one.path("name").asText().equals(check)) {
                return one.path("data");
            }
        }
        return JSON.missingNode();
    }

    /** Ends it at once, as a crash would. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Halts it with its connections open. */
    void freeze() {
        signal("STOP");
    }

    void thaw() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .onExit()
                    .join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks it to end; does nothing if it never started. */
    void end() {
        if (process == null) {
            return;
        }
        process.destroy();
        try {
            if (!process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
