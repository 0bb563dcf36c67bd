package io.mnemesh.benchmarks;

import io.mnemesh.embedded.FolderTree;
import io.mnemesh.launcher.client.MnemeshClient;
import io.mnemesh.launcher.stack.Jvm;
import io.mnemesh.launcher.stack.Ports;
import io.mnemesh.launcher.stack.Service;
import io.mnemesh.launcher.stack.Stack;
import io.mnemesh.launcher.stack.StackConfig;
import io.mnemesh.launcher.stack.StackListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * A mesh of its own for one benchmark: free ports, an empty data directory that is deleted at the end. It ends with this
 * process, also when that is told to stop.
 */
public final class BenchmarkMesh implements AutoCloseable {

    private final Path folder;
    private final Set<Service> natives;
    private final boolean caches;
    private final Map<String, Duration> readyAfter = new HashMap<>();
    private Stack stack;
    private MnemeshClient client;
    private boolean closed;

    /** All services on the JVM. */
    BenchmarkMesh() throws IOException {
        this(Set.of(), true, Map.of());
    }

    /** @param settings environment variables for all services, beside those a mesh gives them */
    public BenchmarkMesh(Map<String, String> settings) throws IOException {
        this(Set.of(), true, settings);
    }

    /** @param natives services that run as native executables */
    BenchmarkMesh(Set<Service> natives) throws IOException {
        this(natives, Map.of());
    }

    /**
     * @param natives  services that run as native executables
     * @param settings environment variables for all services, beside those a mesh gives them
     */
    BenchmarkMesh(Set<Service> natives, Map<String, String> settings) throws IOException {
        this(natives, true, settings);
    }

    /** @param caches whether services start with their ahead-of-time caches */
    BenchmarkMesh(boolean caches) throws IOException {
        this(Set.of(), caches, Map.of());
    }

    private BenchmarkMesh(Set<Service> natives, boolean caches, Map<String, String> settings) throws IOException {
        this.natives = natives;
        this.caches = caches;
        folder = Files.createTempDirectory("mnemesh-bench");
        stack = stack(settings);
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
        stack.start();
        client = new MnemeshClient(stack.gateway(), stack.adminKey());
    }

    private Stack stack(Map<String, String> settings) {
        var config = new StackConfig(
                home(),
                folder.resolve("data"),
                folder.resolve("logs"),
                Ports.free(),
                natives,
                Jvm.current(caches),
                settings,
                Duration.ofMinutes(2));
        return new Stack(config, new StackListener() {
            @Override
            public void ready(String name, Duration after) {
                readyAfter.put(name, after);
                System.out.println(name + " is ready after " + after.toMillis() + " ms");
            }
        });
    }

    /**
     * Stops everything, removes the search index and starts everything again on what PostgreSQL holds; {@link #client} and
     * {@link #stack} are others then.
     *
     * @param settings environment variables for all services, instead of those before
     */
    synchronized void restartWithoutIndex(Map<String, String> settings) throws IOException {
        if (closed) {
            throw new IllegalStateException("The mesh is closed.");
        }
        stack.close();
        FolderTree.delete(folder.resolve("data").resolve(Service.MEMORY.key()).resolve("index"));
        stack = stack(settings);
        stack.start();
        client = new MnemeshClient(stack.gateway(), stack.adminKey());
    }

    /** The repository. */
    public static Path home() {
        return Path.of(System.getenv().getOrDefault("MNEMESH_HOME", "."));
    }

    public Stack stack() {
        return stack;
    }

    public MnemeshClient client() {
        return client;
    }

    /** Time from a process's start to its readiness. */
    Map<String, Duration> readyAfter() {
        return readyAfter;
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        stack.close();
        try {
            FolderTree.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
