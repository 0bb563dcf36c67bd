package io.mnemesh.cache.redis;

import io.mnemesh.mesh.redis.RedisSender;
import io.netty.channel.EventLoop;
import io.smallrye.mutiny.Uni;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Connections for reads, one for each event loop that reads, so that neither a command nor its answer changes threads. What comes
 * from elsewhere, or while there is no such connection, goes over the {@link RedisLink}, as everything else does whose order
 * matters.
 *
 * <p>They live within one opening of the link: they are made after it has learned the epochs and paid the debts, and are given up
 * with it. One is used only after the link has answered once more, so both are of the same Redis; when one of them ends by itself,
 * the link is given up too. Safe for concurrent use.
 */
final class NearReads implements RedisSender {

    private final Connections connections;
    private final RedisLink link;
    private final Map<EventLoop, Near> near = new ConcurrentHashMap<>();
    private volatile boolean open;

    NearReads(Connections connections, RedisLink link) {
        this.connections = connections;
        this.link = link;
    }

    @Override
    public Uni<Response> send(Request request) {
        return Uni.createFrom().deferred(() -> {
            var own = open ? own() : null;
            return own == null ? link.send(request) : own.send(request);
        });
    }

    /** That of the calling event loop, if there is one. */
    private @Nullable Watched own() {
        var context = ContextInternal.current();
        if (context == null || !context.isEventLoopContext() || !context.inThread()) {
            return null;
        }
        EventLoop loop = context.nettyEventLoop();
        var known = near.get(loop);
        if (known != null) {
            return known.connection;
        }
        connect(loop);
        return null;
    }

    private void connect(EventLoop loop) {
        var slot = new Near();
        synchronized (this) {
            if (!open || near.putIfAbsent(loop, slot) != null) {
                return;
            }
        }
        var vertx = (VertxInternal) connections.vertx();
        ContextInternal context =
                vertx.createEventLoopContext(loop, null, Thread.currentThread().getContextClassLoader());
        context.emit(nothing -> connections
                .open()
                .chain(opened -> link.send(Request.cmd(Command.PING))
                        .replaceWith(opened)
                        .onFailure()
                        .invoke(opened::close))
                .subscribe()
                .with(opened -> context.emit(ignored -> opened(loop, slot, opened, context)), failure -> {
                    // The loop does without it until the link is opened the next time.
                }));
    }

    private void opened(EventLoop loop, Near slot, Connections.Open opened, ContextInternal context) {
        var connection = new Watched(opened, connections.vertx(), task -> context.emit(nothing -> task.run()));
        synchronized (this) {
            if (near.get(loop) != slot) {
                opened.close();
                return;
            }
            opened.connection().exceptionHandler(failure -> ended(loop, slot, "connection failed"));
            opened.connection().endHandler(end -> ended(loop, slot, "connection closed"));
            slot.connection = connection;
            slot.context = context;
        }
    }

    private void ended(EventLoop loop, Near slot, String reason) {
        if (near.get(loop) == slot) {
            link.lost(reason);
        }
    }

    /** The link is open. */
    synchronized void open() {
        open = true;
    }

    /** The link is not open any more. */
    void close() {
        List<Near> all;
        synchronized (this) {
            open = false;
            all = List.copyOf(near.values());
            near.clear();
        }
        for (Near slot : all) {
            var connection = slot.connection;
            if (connection != null) {
                connection.close();
            }
        }
    }

    /**
     * Looks whether Redis is silent on one of those that wait for it. A loop that stands still meanwhile gets one look for all that it missed, and
     * reads what has arrived before the next one.
     */
    void watch() {
        near.forEach((loop, slot) -> {
            var connection = slot.connection;
            var context = slot.context;
            if (connection != null
                    && context != null
                    && connection.isWaited()
                    && slot.looking.compareAndSet(false, true)) {
                context.emit(nothing -> {
                    slot.looking.set(false);
                    if (connection.looksSilent()) {
                        ended(loop, slot, "no answer in time");
                    }
                });
            }
        });
    }

    /** How many there are. */
    int size() {
        return (int)
                near.values().stream().filter(slot -> slot.connection != null).count();
    }

    /** The place of a connection, which comes later. */
    private static final class Near {
        /** A look has been asked for and has not been. */
        private final AtomicBoolean looking = new AtomicBoolean();

        private volatile @Nullable Watched connection;
        private volatile @Nullable ContextInternal context;
    }
}
