package io.mnemesh.systemtests;

import io.mnemesh.embedded.Bootstrap;
import io.mnemesh.launcher.client.MnemeshClient;
import io.mnemesh.launcher.stack.Service;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * Two processes each of gateway, memory-service and realtime-gateway and one of embeddings-service, each service behind one
 * address, on a PostgreSQL and a Redis of their own; all can be replaced by those of another build.
 */
final class RollingMesh implements AutoCloseable {

    private static final Map<String, String> STOP = Map.of("QUARKUS_SHUTDOWN_DELAY", "5s");

    private final Path folder;
    private final Path logs;
    private final NodeStores stores;
    private final RollingService gateways;
    private final RollingService memories;
    private final RollingService sockets;
    private final RollingService embedders;

    /**
     * @param folder where data go
     * @param name   names the folder of logs below {@code target}
     */
    RollingMesh(Vertx vertx, Path folder, String name) throws IOException {
        this.folder = folder;
        this.logs = Build.logs(name);
        this.stores = new NodeStores(folder, logs);
        this.memories = new RollingService(
                vertx, (home, number) -> node(home, Service.MEMORY, number, List.of("-Xmx192m"), Map.of()));
        this.sockets = new RollingService(
                vertx,
                (home, number) -> node(
                        home,
                        Service.REALTIME,
                        number,
                        List.of(
                                "-Xmx256m",
                                "-Dmnemesh.realtime.namespaces.room.subscribe=*",
                                "-Dmnemesh.realtime.namespaces.room.publish=*",
                                "-Dmnemesh.realtime.connection.max-per-user=5000",
                                "-Dmnemesh.realtime.connection.frame-rate=1000",
                                "-Dmnemesh.realtime.connection.frame-burst=1000",
                                "-Dmnemesh.realtime.publish.rate=1000",
                                "-Dmnemesh.realtime.publish.burst=1000",
                                "-Dmnemesh.realtime.drain.over=3s"),
                        Map.of()));
        this.embedders = new RollingService(
                vertx, (home, number) -> node(home, Service.EMBEDDINGS, number, List.of("-Xmx192m"), Map.of()));
        String masterKey = stores.masterKey();
        this.gateways = new RollingService(
                vertx,
                (home, number) -> node(
                        home,
                        Service.GATEWAY,
                        number,
                        List.of("-Xmx192m"),
                        Map.of(
                                "MNEMESH_GATEWAY_MASTER_KEY",
                                masterKey,
                                "MNEMESH_GATEWAY_UPSTREAMS_MEMORY",
                                memories.balancer().url().toString(),
                                "MNEMESH_GATEWAY_UPSTREAMS_EMBEDDINGS",
                                embedders.balancer().url().toString(),
                                "MNEMESH_GATEWAY_UPSTREAMS_REALTIME",
                                sockets.balancer().url().toString())));
    }

    private ServiceNode node(
            Path home, Service service, int number, List<String> options, Map<String, String> settings) {
        Path data = folder.resolve(service.key() + "-" + number);
        var environment = new HashMap<>(stores.environment(data));
        environment.putAll(STOP);
        environment.putAll(settings);
        // As in a mesh, tokens are the gateway's.
        environment.remove("MNEMESH_IDENTITY_JWKS");
        environment.put("MNEMESH_JWKS_URL", gateways.balancer().url() + "/.well-known/jwks.json");
        List<String> command = Build.command(home, service, options, compilers(service));
        return new ServiceNode(command, logs.resolve(service.key() + "-" + number + ".log"), environment);
    }

    /** Processes that live for minutes are not worth what the second compiler takes of few processors; only vectors need it. */
    private static List<String> compilers(Service service) {
        return service == Service.MEMORY ? List.of() : List.of("-XX:TieredStopAtLevel=1");
    }

    /** Starts all of it from one build. */
    void start(Path home) throws Exception {
        stores.bootstrap();
        gateways.add(home);
        inParallel(Stream.of(memories, sockets, embedders)
                .map(service -> (Runnable) () -> service.add(home))
                .toList());
        inParallel(Stream.of(memories, sockets, gateways)
                .map(service -> (Runnable) () -> service.add(home))
                .toList());
    }

    /** Replaces every process by one of another build, one service after another, and returns when those replaced have ended. */
    void replaceBy(Path home) throws InterruptedException {
        List<RollingService> all = List.of(gateways, memories, sockets, embedders);
        for (RollingService service : all) {
            service.replaceBy(home);
        }
        for (RollingService service : all) {
            service.awaitLeft();
        }
    }

    private static void inParallel(List<Runnable> steps) throws InterruptedException, ExecutionException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            steps.forEach(step -> running.add(threads.submit(step)));
            for (Future<?> one : running) {
                one.get();
            }
        }
    }

    /** A client of the gateways with the admin key of the first start. */
    MnemeshClient admin() throws IOException {
        Path key = folder.resolve("gateway-1/admin-key");
        return new MnemeshClient(
                gateways.balancer().url(), Files.readString(key).strip());
    }

    /** Where the gateways are. */
    int port() {
        return gateways.balancer().port();
    }

    NodeStores stores() {
        return stores;
    }

    /** Content by id of all memories, past row-level security. */
    Map<UUID, String> memories() throws SQLException {
        var contents = new HashMap<UUID, String>();
        query(
                "SELECT id, content FROM memory.memory",
                row -> contents.put(row.getObject(1, UUID.class), row.getString(2)));
        return contents;
    }

    /** Whether the archive has the event. */
    boolean isArchived(UUID event) throws SQLException {
        var found = new ArrayList<UUID>();
        query(
                "SELECT id FROM realtime.event WHERE id = '" + event + "'",
                row -> found.add(row.getObject(1, UUID.class)));
        return !found.isEmpty();
    }

    private interface Row {
        void read(ResultSet row) throws SQLException;
    }

    private void query(String sql, Row each) throws SQLException {
        try (Connection connection = stores.postgres().connect(Bootstrap.DATABASE);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                each.read(rows);
            }
        }
    }

    @Override
    public void close() {
        for (RollingService service : List.of(gateways, sockets, memories, embedders)) {
            service.close();
        }
        stores.close();
    }
}
