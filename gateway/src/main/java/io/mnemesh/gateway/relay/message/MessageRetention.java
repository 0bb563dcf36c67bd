package io.mnemesh.gateway.relay.message;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Forgets messages that ended longer ago than they are kept. */
@ApplicationScoped
class MessageRetention {

    private static final int BATCH = 1000;

    private final MessageStore store;
    private final MessageConfig config;

    MessageRetention(MessageStore store, MessageConfig config) {
        this.store = store;
        this.config = config;
    }

    @Scheduled(every = "1m", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> tidy() {
        return removeAll().onFailure().recoverWithNull();
    }

    private Uni<Void> removeAll() {
        return store.removeEnded(config.keep(), config.keepDead(), BATCH)
                .chain(removed -> removed < BATCH ? Uni.createFrom().voidItem() : removeAll());
    }
}
