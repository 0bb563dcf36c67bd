package io.mnemesh.launcher.stack;

import io.mnemesh.embedded.OwnSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A service as a child process, on the JVM or native, configured by environment variables only. */
final class ServiceProcess implements ManagedProcess {

    private final Service service;
    private final StackConfig config;
    private final Map<String, String> environment;
    private final LogSink log;
    private final HealthProbe probe = new HealthProbe();
    private volatile @Nullable Process process;
    private volatile @Nullable Instant startedAt;

    ServiceProcess(Service service, StackConfig config, Map<String, String> environment, StackListener listener) {
        this.service = service;
        this.config = config;
        this.environment = Map.copyOf(environment);
        this.log = new LogSink(service.key(), config.logs(), listener);
    }

    @Override
    public String name() {
        return service.key();
    }

    @Override
    public void start() {
        var builder = new ProcessBuilder().redirectErrorStream(true);
        builder.environment().putAll(environment);
        builder.command(OwnSession.command(command(service.heapMiB(builder.environment()))));
        try {
            Files.createDirectories(Path.of(environment.getOrDefault("MNEMESH_DATA_DIR", ".")));
            Process started = builder.start();
            startedAt = Instant.now();
            process = started;
            log.follow(started.getInputStream());
        } catch (IOException e) {
            throw new LauncherException(service.key() + " cannot be started: " + e.getMessage(), e);
        }
    }

    private List<String> command(int heapMiB) {
        List<String> heap = List.of("-Xmx" + heapMiB + "m");
        return config.natives().contains(service)
                ? ServiceCommand.natively(service, config.home(), heap)
                : ServiceCommand.onJvm(service, config.home(), config.jvm(), heap);
    }

    @Override
    public boolean ready() {
        return alive() && probe.ready(config.ports().management(service));
    }

    @Override
    public String report() {
        return probe.report(config.ports().management(service));
    }

    @Override
    public @Nullable ProcessHandle handle() {
        Process current = process;
        return current == null ? null : current.toHandle();
    }

    /** Known without looking, which is done ten times a second. */
    @Override
    public boolean alive() {
        Process current = process;
        return current != null && current.isAlive();
    }

    @Override
    public @Nullable Instant startedAt() {
        return startedAt;
    }

    @Override
    public int exitCode() {
        Process current = process;
        return current == null || current.isAlive() ? 0 : current.exitValue();
    }

    /** Waits until it ends by itself and says its exit status; ends it when {@code limit} is over. */
    int awaitExit(Duration limit) {
        Process current = process;
        if (current == null) {
            throw new IllegalStateException(name() + " was not started.");
        }
        try {
            if (!current.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                current.destroyForcibly().waitFor();
            }
            return current.exitValue();
        } catch (InterruptedException e) {
            current.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new LauncherException(name() + " was interrupted.", e);
        }
    }

    @Override
    public void stop(Duration grace) {
        Process current = process;
        if (current == null) {
            return;
        }
        // Process.destroy would close the pipe too, and what it says while it ends would be lost.
        current.toHandle().destroy();
        try {
            if (!current.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
                current.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            current.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
