package io.mnemesh.intelligence.errors;

import io.mnemesh.intelligence.erasure.LearnedFromMemories;
import io.mnemesh.mesh.erasure.ErasureAnswers;
import io.mnemesh.mesh.erasure.TableRewrites;
import io.mnemesh.mesh.event.EventType;
import io.mnemesh.mesh.event.EventTypes;
import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.event.payload.MemoryErased;
import io.mnemesh.mesh.stream.Delivery;
import io.mnemesh.mesh.stream.EventSubscription;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Forgets what was learned from erased memories, and answers when nothing of it is left. */
@ApplicationScoped
class ErasureConsumer implements EventSubscription {

    private static final List<String> TABLES = List.of(
            "error_occurrence",
            "error_signature",
            "error_merge",
            "error_signal",
            "error_pattern",
            "error_group_alias",
            "error_group",
            "outbox");

    private final ErrorLearner learner;
    private final TableRewrites rewrites;
    private final ErasureAnswers answers;
    private final List<String> tables;

    ErasureConsumer(
            ErrorLearner learner,
            TableRewrites rewrites,
            ErasureAnswers answers,
            @All List<LearnedFromMemories> others) {
        this.learner = learner;
        this.rewrites = rewrites;
        this.answers = answers;
        this.tables = Stream.concat(TABLES.stream(), others.stream().flatMap(one -> one.tables().stream()))
                .toList();
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
                ? learner.erase(event.tenant(), asked)
                        .call(() -> asked.endsErasure()
                                ? rewrites.rewrite(asked.erasureId(), tables)
                                : Uni.createFrom().voidItem())
                        .chain(removed -> answers.acknowledge(event, asked, removed))
                : Uni.createFrom().voidItem();
    }
}
