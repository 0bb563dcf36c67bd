package io.mnemesh.launcher.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A running Mnemesh on this machine: PostgreSQL, Redis and the six services, started in dependency order and restarted
 * when they crash. Used by {@code ./mnemesh up} and by the system tests.
 */
public final class Stack implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration SERVICE_GRACE = Duration.ofSeconds(20);
    private static final Duration CACHE_GRACE = Duration.ofMinutes(3);
    private static final Duration SERVER_GRACE = Duration.ofSeconds(20);

    private final StackConfig config;
    private final StackListener listener;
    private final Secrets secrets;
    private final PostgresProcess postgres;
    private final RedisProcess redis;
    private final Map<Service, ServiceProcess> services = new EnumMap<>(Service.class);
    private final Supervisor supervisor;
    private final CountDownLatch closing = new CountDownLatch(1);

    public Stack(StackConfig config, StackListener listener) {
        this.config = config;
        this.listener = listener;
        createFolders();
        secrets = Secrets.in(config.data());
        postgres = new PostgresProcess(config, secrets);
        redis = new RedisProcess(config);
        var environment = new ServiceEnvironment(config, secrets);
        for (Service service : Service.values()) {
            services.put(service, new ServiceProcess(service, config, environment.of(service), listener));
        }
        supervisor = new Supervisor(processes(), listener);
    }

    private void createFolders() {
        try {
            Files.createDirectories(config.data());
            Files.createDirectories(config.logs());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Starts everything and returns when everything is ready.
     *
     * @throws LauncherException if a port is taken or a process does not become ready; nothing is left running then
     */
    public void start() {
        List<String> busy = config.ports().busyPorts();
        if (!busy.isEmpty()) {
            throw new LauncherException("A port is taken: " + String.join(", ", busy)
                    + ". Stop what listens there, or run ./mnemesh down if it is an earlier Mnemesh.");
        }
        try {
            startUntilReady(List.of(postgres, redis));
            postgres.prepare();
            startServices();
            supervisor.begin();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void startServices() {
        Set<Service> ready = new HashSet<>();
        while (ready.size() < services.size()) {
            var wave = Service.startOrder().stream()
                    .filter(service -> !ready.contains(service) && ready.containsAll(service.dependencies()))
                    .toList();
            startUntilReady(wave.stream().map(this::service).toList());
            ready.addAll(wave);
        }
    }

    private void startUntilReady(List<? extends ManagedProcess> processes) {
        Instant begin = Instant.now();
        for (ManagedProcess process : processes) {
            listener.starting(process.name());
            process.start();
        }
        var waiting = new ArrayList<ManagedProcess>(processes);
        while (!waiting.isEmpty()) {
            Duration waited = Duration.between(begin, Instant.now());
            for (ManagedProcess process : List.copyOf(waiting)) {
                if (process.ready()) {
                    waiting.remove(process);
                    listener.ready(process.name(), waited);
                } else if (!process.alive()) {
                    throw new LauncherException(process.name() + " ended with status " + process.exitCode()
                            + " while starting; its log is " + config.logs().resolve(process.name() + ".log") + ".");
                } else if (waited.compareTo(config.startTimeout()) > 0) {
                    throw new LauncherException(process.name() + " was not ready after " + waited.toSeconds() + " s: "
                            + process.report() + "; its log is "
                            + config.logs().resolve(process.name() + ".log") + ".");
                }
            }
            pause();
        }
    }

    private void pause() {
        try {
            if (closing.await(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new LauncherException("The start was interrupted.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LauncherException("The start was interrupted.", e);
        }
    }

    /** All processes, in start order. */
    public List<ManagedProcess> processes() {
        var all = new ArrayList<ManagedProcess>(List.of(postgres, redis));
        Service.startOrder().forEach(service -> all.add(service(service)));
        return List.copyOf(all);
    }

    public ManagedProcess postgres() {
        return postgres;
    }

    public ManagedProcess redis() {
        return redis;
    }

    public ManagedProcess service(Service service) {
        ServiceProcess process = services.get(service);
        if (process == null) {
            throw new IllegalArgumentException(service.name());
        }
        return process;
    }

    /** True when every process is ready. */
    public boolean ready() {
        return processes().stream().allMatch(ManagedProcess::ready);
    }

    public Ports ports() {
        return config.ports();
    }

    /** The public door. */
    public URI gateway() {
        return URI.create("http://127.0.0.1:" + config.ports().http(Service.GATEWAY));
    }

    /** JDBC address of the database, with the owner's rights, for tests that look under the services. */
    public String ownerJdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + config.ports().postgres() + "/mnemesh?user=mnemesh_owner&password="
                + secrets.ownerPassword();
    }

    /** The admin key that the gateway made at its first start. */
    public String adminKey() {
        return AdminKey.read(config.data());
    }

    /** Drains the services in reverse order, then stops Redis and PostgreSQL. */
    @Override
    public void close() {
        closing.countDown();
        supervisor.close();
        for (Service service : Service.startOrder().reversed()) {
            stop(service(service), config.jvm().making().containsKey(service) ? CACHE_GRACE : SERVICE_GRACE);
        }
        stop(redis, SERVER_GRACE);
        stop(postgres, SERVER_GRACE);
    }

    private void stop(ManagedProcess process, Duration grace) {
        if (process.alive()) {
            listener.stopping(process.name());
            process.stop(grace);
        }
    }
}
