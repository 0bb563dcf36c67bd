package io.mnemesh.realtime.erasure;

import io.mnemesh.mesh.erasure.ErasureAnswers;
import io.mnemesh.mesh.erasure.TableRewrites;
import io.mnemesh.mesh.event.EventType;
import io.mnemesh.mesh.event.EventTypes;
import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.event.payload.MemoryErased;
import io.mnemesh.mesh.stream.Delivery;
import io.mnemesh.mesh.stream.EventSubscription;
import io.mnemesh.realtime.archive.ErasedEvents;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Removes events that tell of erased memories, from the channels and from the archive. Channels come first: an archive that
 * is free of them is the proof, and repeating all of it changes nothing.
 */
@ApplicationScoped
class ErasureConsumer implements EventSubscription {

    private static final List<String> TABLES = List.of("event");

    private final ErasedChannels channels;
    private final ErasedEvents archive;
    private final TableRewrites rewrites;
    private final ErasureAnswers answers;

    ErasureConsumer(ErasedChannels channels, ErasedEvents archive, TableRewrites rewrites, ErasureAnswers answers) {
        this.channels = channels;
        this.archive = archive;
        this.rewrites = rewrites;
        this.answers = answers;
    }

    @Override
    public String group() {
        return "realtime-erasure";
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
                ? channels.end(event.tenant(), asked)
                        .chain(ended -> archive.erase(event.tenant(), asked, ended))
                        .call(() -> asked.endsErasure()
                                ? rewrites.rewrite(asked.erasureId(), TABLES)
                                : Uni.createFrom().voidItem())
                        .chain(removed -> answers.acknowledge(event, asked, removed))
                : Uni.createFrom().voidItem();
    }
}
