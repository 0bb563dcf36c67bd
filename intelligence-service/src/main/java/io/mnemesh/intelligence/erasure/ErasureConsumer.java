package io.mnemesh.intelligence.erasure;

import io.mnemesh.mesh.erasure.ErasureAnswers;
import io.mnemesh.mesh.erasure.TableRewrites;
import io.mnemesh.mesh.event.EventType;
import io.mnemesh.mesh.event.EventTypes;
import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.event.payload.MemoryErased;
import io.mnemesh.mesh.stream.Delivery;
import io.mnemesh.mesh.stream.EventSubscription;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Set;

/** Forgets what was learned from erased memories, and answers when nothing of it is left. */
@ApplicationScoped
class ErasureConsumer implements EventSubscription {

    private final MemoryErasures erasures;
    private final TableRewrites rewrites;
    private final ErasureAnswers answers;

    ErasureConsumer(MemoryErasures erasures, TableRewrites rewrites, ErasureAnswers answers) {
        this.erasures = erasures;
        this.rewrites = rewrites;
        this.answers = answers;
    }

    @Override
    public String group() {
        return "intelligence-erasure";
    }

    @Override
    public Set<EventType<?>> types() {
        return Set.of(EventTypes.MEMORY_ERASED);
    }

    @Override
    public Duration linger() {
        return UNHURRIED;
    }

    @Override
    public Uni<Void> handle(MeshEvent<?> event, Delivery delivery) {
        return event.data() instanceof MemoryErased asked
                ? erasures.erase(event.tenant(), asked)
                        .call(() -> asked.endsErasure()
                                ? rewrites.rewrite(asked.erasureId(), erasures.tables())
                                : Uni.createFrom().voidItem())
                        .chain(removed -> answers.acknowledge(event, asked, removed))
                : Uni.createFrom().voidItem();
    }
}
