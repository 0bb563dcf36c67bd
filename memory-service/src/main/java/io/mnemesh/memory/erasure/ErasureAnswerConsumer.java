package io.mnemesh.memory.erasure;

import io.mnemesh.memory.erasure.persistence.ErasureRepository;
import io.mnemesh.mesh.event.EventType;
import io.mnemesh.mesh.event.EventTypes;
import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.event.payload.ErasureAcknowledged;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.stream.Delivery;
import io.mnemesh.mesh.stream.EventSubscription;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Set;

/** Writes down what the services answered. The first answer to a part stays. */
@ApplicationScoped
class ErasureAnswerConsumer implements EventSubscription {

    private final TenantTransactions transactions;
    private final ErasureRepository erasures;
    private final ErasureCounts counts;

    ErasureAnswerConsumer(TenantTransactions transactions, ErasureRepository erasures, ErasureCounts counts) {
        this.transactions = transactions;
        this.erasures = erasures;
        this.counts = counts;
    }

    @Override
    public String group() {
        return "memory-erasure";
    }

    @Override
    public Set<EventType<?>> types() {
        return Set.of(EventTypes.ERASURE_ACKNOWLEDGED);
    }

    @Override
    public Duration linger() {
        return UNHURRIED;
    }

    @Override
    public Uni<Void> handle(MeshEvent<?> event, Delivery delivery) {
        return event.data() instanceof ErasureAcknowledged answer
                ? transactions.inTenant(
                        event.tenant(),
                        connection ->
                                erasures.answer(connection, event.tenant(), answer, counts.write(answer.removed())))
                : Uni.createFrom().voidItem();
    }
}
