package io.mnemesh.mesh.outbox;

import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.postgres.Statements;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes events into the service's {@code outbox} table. Ids are given in the order of the appends of one transaction, so
 * a writer that has locked its aggregate's row keeps the aggregate's order. Thread-safe.
 */
@Singleton
final class PostgresOutbox implements Outbox {

    private final StoredEvents stored;
    private final OutboxRelay relay;

    @Inject
    PostgresOutbox(StoredEvents stored, OutboxRelay relay) {
        this.stored = stored;
        this.relay = relay;
    }

    @Override
    public Uni<Void> append(Statements transaction, List<? extends MeshEvent<?>> events) {
        if (events.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        String rows = IntStream.rangeClosed(1, events.size())
                .mapToObj(number -> "($" + number + ")")
                .collect(Collectors.joining(", "));
        List<@Nullable Object> parameters = new ArrayList<>(events.size());
        events.forEach(event -> parameters.add(stored.write(event)));
        return transaction
                .update("INSERT INTO outbox (fields) VALUES " + rows, parameters)
                .replaceWithVoid();
    }

    @Override
    public void wake() {
        relay.wake();
    }
}
