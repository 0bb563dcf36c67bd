package io.mnemesh.mesh.postgres;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayDeque;
import java.util.Deque;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The queue in front of the service's connections to PostgreSQL. It lets in as many callers as there are connections, so
 * that nobody waits in the pool itself; the others wait here in the order they came, on the Vert.x context they came from.
 * Whoever gives up leaves the queue at once, so that no connection is spent on callers that are gone; callers beyond the
 * limit are refused. Thread-safe.
 */
@Singleton
public final class ConnectionQueue {

    /** Callers that wait for a connection. */
    static final String WAITING = "mnemesh.postgres.waiting-callers";

    /** How many may. */
    static final String CAPACITY = "mnemesh.postgres.waiting-capacity";

    /** Callers that were refused because so many waited. */
    static final String REFUSED = "mnemesh.postgres.refused-callers";

    private final Vertx vertx;
    private final int capacity;
    private final Counter refused;
    private final Deque<ConnectionTicket> waiting = new ArrayDeque<>();
    private int free;

    @Inject
    ConnectionQueue(
            Vertx vertx,
            PostgresConfig config,
            @ConfigProperty(name = "quarkus.datasource.reactive.max-size") int connections,
            MeterRegistry metrics) {
        this.vertx = vertx;
        this.capacity = config.validated().maxWaiting();
        this.free = connections;
        this.refused = metrics.counter(REFUSED);
        Gauge.builder(WAITING, this, ConnectionQueue::length).register(metrics);
        Gauge.builder(CAPACITY, () -> capacity).register(metrics);
    }

    /** A ticket for one caller, who has not entered yet. */
    public ConnectionTicket ticket() {
        return new ConnectionTicket(this, vertx, false);
    }

    /** A ticket that goes before the others, for the few without which the service's work would pile up. */
    ConnectionTicket urgentTicket() {
        return new ConnectionTicket(this, vertx, true);
    }

    /**
     * Lets the ticket in if a connection is free and queues it otherwise.
     *
     * @return true if it is in
     * @throws PoolBusyException if it is refused
     */
    synchronized boolean enter(ConnectionTicket ticket) {
        if (free > 0) {
            free--;
            return true;
        }
        if (ticket.urgent()) {
            waiting.addFirst(ticket);
        } else if (waiting.size() < capacity) {
            waiting.addLast(ticket);
        } else {
            refused.increment();
            throw new PoolBusyException(waiting.size());
        }
        return false;
    }

    /** @return true if the ticket was waiting */
    synchronized boolean leave(ConnectionTicket ticket) {
        return waiting.remove(ticket);
    }

    /** A connection has been given back. */
    void release() {
        ConnectionTicket next;
        synchronized (this) {
            next = waiting.pollFirst();
            if (next == null) {
                free++;
            }
        }
        if (next != null) {
            next.admit();
        }
    }

    private synchronized int length() {
        return waiting.size();
    }
}
