package io.mnemesh.gateway.edge;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.mnemesh.testing.ConfigDefaults;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.impl.ConnectionBase;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A client and a service with small buffers of their own, and {@link JoinedSockets} between them: both ends are plain sockets. */
final class RawTunnel implements AutoCloseable {

    /** A sender that cannot send anything for this long counts as stopped. */
    private static final Duration STOPPED = Duration.ofSeconds(1);

    private static final int BUFFER = 64 * 1024;
    private static final String HANDSHAKE =
            "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
    private static final String AGREED = "HTTP/1.1 101 Switching\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient services = vertx.createHttpClient();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Duration stall;
    private final ServerSocketChannel listening;
    private volatile Context loop;

    private final Tunnels tunnels;

    /** The client's end. */
    final Socket client;

    /** The service's end. */
    final Socket service;

    RawTunnel(Duration stall) throws IOException {
        this.stall = stall;
        this.tunnels = new Tunnels(new EdgeMetrics(meters), vertx, ConfigDefaults.with(EdgeConfig.class, Map.of()));
        this.listening = ServerSocketChannel.open();
        listening.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER);
        listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        int port = vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1"))
                .requestHandler(this::join)
                .listen(0)
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
        this.client = SocketChannel.open().socket();
        client.setReceiveBufferSize(BUFFER);
        client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        client.getOutputStream().write(HANDSHAKE.getBytes(StandardCharsets.US_ASCII));
        this.service = listening.accept().socket();
        head(service.getInputStream());
        service.getOutputStream().write(AGREED.getBytes(StandardCharsets.US_ASCII));
        head(client.getInputStream());
    }

    private void join(HttpServerRequest request) {
        loop = vertx.getOrCreateContext();
        request.pause();
        var options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost("127.0.0.1")
                .setPort(listening.socket().getLocalPort())
                .setURI("/")
                .putHeader("Connection", "Upgrade")
                .putHeader("Upgrade", "websocket");
        services.request(options).compose(RawTunnel::connect).onSuccess(answer -> {
            var agreed = new ServiceSocket(answer);
            agreed.socket().pause();
            request.response().setStatusCode(101);
            request.toNetSocket()
                    .onSuccess(socket -> new JoinedSockets(
                                    socket,
                                    ((ConnectionBase) request.connection()).channel(),
                                    agreed,
                                    tunnels,
                                    vertx,
                                    stall.toMillis())
                            .start());
        });
    }

    private static Future<HttpClientResponse> connect(HttpClientRequest request) {
        return request.exceptionHandler(failure -> {}).connect();
    }

    /** Tells the gateway that it is about to stop, and returns when the tunnel's loop has heard of it. */
    void drain() {
        var heard = new CompletableFuture<Void>();
        tunnels.onDrain(new ShutdownDelayInitiatedEvent());
        loop.runOnContext(behind -> heard.complete(null));
        heard.join();
    }

    int openTunnels() {
        return (int) meters.get(EdgeMetrics.TUNNELS).gauge().value();
    }

    private static void head(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.read());
        }
    }

    /**
     * Sends what {@link Pattern} has until all is sent or nothing can be sent for a while.
     *
     * @return bytes that were sent
     */
    static long sendUntilStopped(SocketChannel to, Pattern pattern, long most) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(BUFFER).flip();
        long sent = 0;
        to.configureBlocking(false);
        try (Selector selector = Selector.open()) {
            SelectionKey key = to.register(selector, SelectionKey.OP_WRITE);
            while (sent < most) {
                if (!block.hasRemaining()) {
                    pattern.fill(block.clear());
                    block.flip();
                }
                int written = to.write(block);
                sent += written;
                if (written == 0 && selector.select(STOPPED.toMillis()) == 0) {
                    break;
                }
                selector.selectedKeys().clear();
            }
            pattern.unread(block.remaining());
            key.cancel();
            selector.selectNow();
        }
        to.configureBlocking(true);
        return sent;
    }

    /** Bytes by which a reader sees what is missing, doubled or at the wrong place. */
    static final class Pattern {

        private static final long FACTOR = 0x9E3779B97F4A7C15L;

        private long position;

        private byte next() {
            long mixed = position++ * FACTOR;
            return (byte) (mixed >>> 56);
        }

        private void fill(ByteBuffer block) {
            while (block.hasRemaining()) {
                block.put(next());
            }
        }

        private void unread(int bytes) {
            position -= bytes;
        }

        byte[] take(int bytes) {
            var taken = new byte[bytes];
            fill(ByteBuffer.wrap(taken));
            return taken;
        }
    }

    @Override
    public void close() throws IOException {
        client.close();
        service.close();
        listening.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
