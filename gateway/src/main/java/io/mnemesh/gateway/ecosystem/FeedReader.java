package io.mnemesh.gateway.ecosystem;

import io.mnemesh.gateway.edge.LongLived;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Somebody who follows the state of the mesh. */
final class FeedReader implements LongLived, Consumer<String> {

    private final BooleanSupplier ready;
    private final Consumer<String> write;
    private final Runnable end;
    private boolean closed;
    long timer;

    /** @param ready whether it has taken what was written before */
    FeedReader(BooleanSupplier ready, Consumer<String> write, Runnable end) {
        this.ready = ready;
        this.write = write;
        this.end = end;
    }

    boolean isReady() {
        return !closed && ready.getAsBoolean();
    }

    @Override
    public void accept(String text) {
        if (!closed) {
            write.accept(text);
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            end.run();
        }
    }
}
