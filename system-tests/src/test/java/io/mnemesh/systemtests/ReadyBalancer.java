package io.mnemesh.systemtests;

import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One address before several processes, as a Service of Kubernetes is: a new connection goes to the next process that says it is
 * ready, and stays with it whatever becomes of the process. Bytes are not looked at and nothing is sent twice. Thread-safe.
 */
final class ReadyBalancer implements AutoCloseable {

    private static final String HOST = "127.0.0.1";
    private static final Duration LOOK = Duration.ofMillis(250);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final NetServer server;
    private final NetClient client;
    private final List<ServiceNode> members = new CopyOnWriteArrayList<>();
    private final AtomicInteger turn = new AtomicInteger();
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor();
    private volatile List<ServiceNode> ready = List.of();

    ReadyBalancer(Vertx vertx) {
        client = vertx.createNetClient();
        server = vertx.createNetServer(new NetServerOptions().setHost(HOST).setAcceptBacklog(1024))
                .connectHandler(this::take)
                .listen(0)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        var _ = looks.scheduleWithFixedDelay(this::look, 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    int port() {
        return server.actualPort();
    }

    URI url() {
        return URI.create("http://" + HOST + ":" + port());
    }

    /** Gives connections to this process as well, from when it is ready, and returns then. */
    void add(ServiceNode node) {
        members.add(node);
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> ready.contains(node));
    }

    /** Forgets a process that has ended. */
    void remove(ServiceNode node) {
        members.remove(node);
    }

    private void look() {
        ready = members.stream().filter(ServiceNode::isReady).toList();
    }

    private void take(NetSocket from) {
        from.pause();
        List<ServiceNode> now = ready;
        if (now.isEmpty()) {
            from.close();
            return;
        }
        ServiceNode node = now.get(Math.floorMod(turn.getAndIncrement(), now.size()));
        client.connect(node.port(), HOST).onSuccess(to -> join(from, to)).onFailure(_ -> from.close());
    }

    private static void join(NetSocket from, NetSocket to) {
        from.closeHandler(_ -> to.close());
        to.closeHandler(_ -> from.close());
        from.exceptionHandler(_ -> to.close());
        to.exceptionHandler(_ -> from.close());
        var _ = from.pipeTo(to);
        var _ = to.pipeTo(from);
    }

    @Override
    public void close() {
        looks.shutdownNow();
        server.close();
        client.close();
    }
}
