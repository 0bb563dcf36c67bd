package io.mnemesh.embeddings.serving;

import java.util.concurrent.atomic.AtomicBoolean;

/** A model lent out: it stays in memory until the lease is closed. Closing twice is closing once. */
public final class Lease<M> implements AutoCloseable {

    private final M model;
    private final Runnable giveBack;
    private final AtomicBoolean open = new AtomicBoolean(true);

    Lease(M model, Runnable giveBack) {
        this.model = model;
        this.giveBack = giveBack;
    }

    public M model() {
        return model;
    }

    @Override
    public void close() {
        if (open.compareAndSet(true, false)) {
            giveBack.run();
        }
    }
}
