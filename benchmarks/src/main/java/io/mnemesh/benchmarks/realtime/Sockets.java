package io.mnemesh.benchmarks.realtime;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The connections of a load, on event loops of their own. */
final class Sockets implements AutoCloseable {

    private static final int LOOPS = 2;

    /** Connections that are being made at the same time. */
    private static final int AT_ONCE = 64;

    private static final int LARGEST_FRAME = 1 << 20;
    private static final int HANDSHAKE_BYTES = 8 << 10;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final EventLoopGroup loops = new NioEventLoopGroup(LOOPS);
    private final ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

    /**
     * Connects all of them and waits until each is ready.
     *
     * @return how long it took
     */
    Duration connect(List<? extends ProtocolClient> clients) throws InterruptedException {
        var slots = new Semaphore(AT_ONCE);
        long begin = System.nanoTime();
        for (ProtocolClient client : clients) {
            slots.acquire();
            var _ = client.ready().whenComplete((ready, failure) -> slots.release());
            connect(client);
        }
        CompletableFuture.allOf(clients.stream().map(ProtocolClient::ready).toArray(CompletableFuture[]::new))
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private void connect(ProtocolClient client) {
        var address = client.target().address();
        var handshake = WebSocketClientProtocolConfig.newBuilder()
                .webSocketUri(address)
                .maxFramePayloadLength(LARGEST_FRAME)
                .withUTF8Validator(false)
                .build();
        var _ = new Bootstrap()
                .group(loops)
                .channel(NioSocketChannel.class)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        open.add(channel);
                        channel.pipeline()
                                .addLast(
                                        new HttpClientCodec(),
                                        new HttpObjectAggregator(HANDSHAKE_BYTES),
                                        new WebSocketClientProtocolHandler(handshake),
                                        client);
                    }
                })
                .connect(address.getHost(), address.getPort())
                .addListener(connecting -> {
                    if (!connecting.isSuccess()) {
                        client.ready().completeExceptionally(connecting.cause());
                    }
                });
    }

    /** Cuts every connection. */
    void cut() {
        var _ = open.close().awaitUninterruptibly();
    }

    @Override
    public void close() {
        cut();
        var _ = loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
