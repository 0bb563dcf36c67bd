package io.mnemesh.realtime.session;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicInteger;

/** How many sockets are open on this node, with or without a token. */
@ApplicationScoped
public class OpenConnections {

    private final AtomicInteger count = new AtomicInteger();

    public int count() {
        return count.get();
    }

    void opened() {
        count.incrementAndGet();
    }

    void closed() {
        count.decrementAndGet();
    }
}
