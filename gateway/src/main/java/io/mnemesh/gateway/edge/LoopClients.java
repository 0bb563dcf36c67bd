package io.mnemesh.gateway.edge;

import io.netty.util.concurrent.FastThreadLocal;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An HTTP client for each event loop, so that a request and its answer stay on the loop of the client's connection: the pool
 * of one client lends any free connection, whose loop is mostly another one, and every chunk then crosses threads twice. The
 * connections and the places of waiters are spread evenly over the loops. Thread-safe; used on event loops.
 */
final class LoopClients {

    private final List<HttpClient> all = new CopyOnWriteArrayList<>();
    private final FastThreadLocal<HttpClient> own;

    /** @param options of which the pool's size and its waiters are those of all loops together */
    LoopClients(Vertx vertx, HttpClientOptions options) {
        int loops = loops(vertx);
        var share = new HttpClientOptions(options)
                .setMaxPoolSize(share(options.getMaxPoolSize(), loops))
                .setMaxWaitQueueSize(share(options.getMaxWaitQueueSize(), loops));
        this.own = new FastThreadLocal<>() {
            @Override
            protected HttpClient initialValue() {
                HttpClient client = vertx.createHttpClient(share);
                all.add(client);
                return client;
            }
        };
    }

    @SuppressWarnings("deprecation") // Only to count them; Vert.x 5 has it among its internals.
    private static int loops(Vertx vertx) {
        int count = 0;
        for (var loop : vertx.nettyEventLoopGroup()) {
            count += loop == null ? 0 : 1;
        }
        return Math.max(1, count);
    }

    private static int share(int all, int loops) {
        return Math.max(1, Math.ceilDiv(all, loops));
    }

    /** The client of the event loop that calls. */
    HttpClient here() {
        return own.get();
    }

    void close() {
        all.forEach(HttpClient::close);
    }
}
