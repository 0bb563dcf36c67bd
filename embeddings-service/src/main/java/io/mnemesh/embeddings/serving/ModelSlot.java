package io.mnemesh.embeddings.serving;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What the shelf knows of one model. Its members belong to the shelf's lock. */
final class ModelSlot<M> {

    final String name;

    /** Who asked while it was being loaded. */
    final List<CompletableFuture<Lease<M>>> waiting = new ArrayList<>();

    @Nullable
    M model;

    /** Why it could not be loaded the last time. */
    @Nullable
    String failure;

    boolean loading;

    /** What it holds, or will hold while it is being loaded. */
    long bytes;

    /** Leases that are open. */
    int lent;

    /** When it was last given back, arrived or failed. */
    long since;

    ModelSlot(String name) {
        this.name = name;
    }

    /** Takes the model out; it must be there. */
    M take() {
        M taken = Objects.requireNonNull(model);
        model = null;
        bytes = 0;
        return taken;
    }
}
