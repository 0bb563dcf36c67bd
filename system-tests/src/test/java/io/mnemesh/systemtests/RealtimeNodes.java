package io.mnemesh.systemtests;

import io.mnemesh.embedded.EmbeddedRedis;
import io.mnemesh.launcher.stack.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Processes of realtime-gateway side by side on a PostgreSQL and a Redis of their own, and nothing else of the mesh. */
final class RealtimeNodes implements AutoCloseable {

    private static final String HEAP = "-Xmx320m";

    private final NodeStores stores;
    private final List<ServiceNode> nodes;

    private RealtimeNodes(Path folder, String name, int count, Map<String, String> settings) throws IOException {
        Path logs = Build.logs(name);
        List<String> options = Stream.concat(
                        Stream.of(HEAP),
                        settings.entrySet().stream().map(setting -> "-D" + setting.getKey() + "=" + setting.getValue()))
                .toList();
        this.stores = new NodeStores(folder, logs);
        this.nodes = IntStream.range(0, count)
                .mapToObj(number -> new ServiceNode(
                        Build.command(Service.REALTIME, options),
                        logs.resolve("node-" + number + ".log"),
                        stores.environment(folder.resolve("node-" + number))))
                .toList();
    }

    /**
     * @param folder   where data go
     * @param name     names the folder of logs below {@code target}
     * @param settings of the nodes, by their keys
     */
    static RealtimeNodes start(Path folder, String name, int count, Map<String, String> settings) {
        RealtimeNodes all;
        try {
            all = new RealtimeNodes(folder, name, count, settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            all.stores.bootstrap();
            for (ServiceNode node : all.nodes) {
                node.start();
                node.awaitReady();
            }
            return all;
        } catch (SQLException | RuntimeException e) {
            all.close();
            throw new IllegalStateException("The nodes do not start.", e);
        }
    }

    ServiceNode node(int number) {
        return nodes.get(number);
    }

    int count() {
        return nodes.size();
    }

    EmbeddedRedis redis() {
        return stores.redis();
    }

    SignedTokens tokens() {
        return stores.tokens();
    }

    @Override
    public void close() {
        nodes.forEach(ServiceNode::end);
        stores.close();
    }
}
