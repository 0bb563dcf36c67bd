package io.mnemesh.systemtests;

import io.mnemesh.embedded.Bootstrap;
import io.mnemesh.launcher.stack.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Processes of memory-service side by side, with an embeddings-service that also has {@link WideModel}, on a PostgreSQL and
 * a Redis of their own, and nothing else of the mesh.
 */
final class MemoryNodes implements AutoCloseable {

    private static final List<String> HEAP = List.of("-Xmx192m");

    private final NodeStores stores;
    private final ServiceNode embeddings;
    private final List<ServiceNode> nodes;

    private MemoryNodes(Path folder, String name, int count, Map<String, String> settings) throws IOException {
        Path logs = Build.logs(name);
        WideModel.mount(Service.EMBEDDINGS.jar(Build.HOME).getParent(), folder.resolve("models"));
        stores = new NodeStores(folder, logs);
        embeddings = node(
                Build.command(Service.EMBEDDINGS, HEAP),
                logs.resolve("embeddings.log"),
                folder.resolve("embeddings"),
                Map.of(
                        "MNEMESH_EMBEDDINGS_MODELS_DIR",
                        folder.resolve("models").toString(),
                        "MNEMESH_EMBEDDINGS_DEFAULT_MODEL",
                        WideModel.NARROW));
        nodes = IntStream.range(0, count)
                .mapToObj(number -> node(
                        Build.command(Service.MEMORY, HEAP),
                        logs.resolve("memory-" + number + ".log"),
                        folder.resolve("memory-" + number),
                        settings))
                .toList();
    }

    private ServiceNode node(List<String> command, Path log, Path data, Map<String, String> settings) {
        var environment = new HashMap<>(settings);
        environment.putAll(stores.environment(data));
        return new ServiceNode(command, log, environment);
    }

    /**
     * Starts all and waits until they are ready.
     *
     * @param folder   where data go
     * @param name     names the folder of logs below {@code target}
     * @param settings environment variables of the nodes
     */
    static MemoryNodes start(Path folder, String name, int count, Map<String, String> settings) {
        MemoryNodes all;
        try {
            all = new MemoryNodes(folder, name, count, settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            all.stores.bootstrap();
            all.embeddings.start();
            all.node(0).start();
            all.embeddings.awaitReady();
            all.node(0).awaitReady();
            // The first one has migrated the schema; the others come together.
            all.nodes.subList(1, all.nodes.size()).forEach(ServiceNode::start);
            all.nodes.forEach(ServiceNode::awaitReady);
            return all;
        } catch (SQLException | RuntimeException e) {
            all.close();
            throw new IllegalStateException("The nodes do not start.", e);
        }
    }

    ServiceNode node(int number) {
        return nodes.get(number);
    }

    List<ServiceNode> all() {
        return nodes;
    }

    SignedTokens tokens() {
        return stores.tokens();
    }

    /** The one number a query answers with, asked past row-level security. */
    long count(String query) throws SQLException {
        try (Connection connection = stores.postgres().connect(Bootstrap.DATABASE);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public void close() {
        nodes.forEach(ServiceNode::end);
        embeddings.end();
        stores.close();
    }
}
