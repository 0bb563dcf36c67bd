package io.mnemesh.memory.background;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.UUID;

/** This process among those that share work in the background. */
@ApplicationScoped
public class Worker {

    private final UUID id;

    @Inject
    Worker() {
        this(UUID.randomUUID());
    }

    public Worker(UUID id) {
        this.id = id;
    }

    /** No other process ever has it. */
    public UUID id() {
        return id;
    }
}
