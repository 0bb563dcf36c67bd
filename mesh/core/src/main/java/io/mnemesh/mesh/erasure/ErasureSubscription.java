package io.mnemesh.mesh.erasure;

import io.mnemesh.mesh.event.EventType;
import io.mnemesh.mesh.event.EventTypes;
import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.event.payload.MemoryErased;
import io.mnemesh.mesh.stream.Delivery;
import io.mnemesh.mesh.stream.EventSubscription;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Removes what a service keeps of erased memories and users, rewrites its tables at the end of an erasure, and answers. A
 * crash in between asks again, so removing must be repeatable.
 */
public abstract class ErasureSubscription implements EventSubscription {

    private final TableRewrites rewrites;
    private final ErasureAnswers answers;

    protected ErasureSubscription(TableRewrites rewrites, ErasureAnswers answers) {
        this.rewrites = rewrites;
        this.answers = answers;
    }

    /**
     * Removes everything the service keeps of what is erased.
     *
     * @return how many of what were removed, as the answer tells it; completes when the removal is durable
     */
    protected abstract Uni<Map<String, Long>> remove(TenantId tenant, MemoryErased asked);

    /** The tables that may have held any of it. */
    protected abstract List<String> tables();

    @Override
    public final Set<EventType<?>> types() {
        return Set.of(EventTypes.MEMORY_ERASED);
    }

    @Override
    public final Duration linger() {
        return UNHURRIED;
    }

    @Override
    public final Uni<Void> handle(MeshEvent<?> event, Delivery delivery) {
        return event.data() instanceof MemoryErased asked
                ? remove(event.tenant(), asked)
                        .call(() -> rewrite(asked))
                        .chain(removed -> answers.acknowledge(event, asked, removed))
                : Uni.createFrom().voidItem();
    }

    private Uni<Void> rewrite(MemoryErased asked) {
        return asked.endsErasure()
                ? rewrites.rewrite(asked.erasureId(), tables())
                : Uni.createFrom().voidItem();
    }
}
