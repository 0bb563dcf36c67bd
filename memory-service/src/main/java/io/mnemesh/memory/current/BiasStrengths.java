package io.mnemesh.memory.current;

import io.mnemesh.memory.current.persistence.PlaceRepository;
import io.mnemesh.memory.index.IndexService;
import io.mnemesh.memory.index.Neighbour;
import io.mnemesh.memory.memories.ContextKey;
import io.mnemesh.memory.memories.MemoryFilter;
import io.mnemesh.memory.memories.persistence.MergeRepository.Vectored;
import io.mnemesh.memory.memories.persistence.RelationRepository;
import io.mnemesh.memory.storage.TenantSessions;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * How strongly memories belong to what is at hand, 0 to 1: the latest of the task, the conversation, the session, the
 * dashboard and the workspace, and those near the latest turns. Others do not at all.
 */
@ApplicationScoped
public class BiasStrengths {

    /** Latest memories of a place that count. */
    private static final int OF_PLACE = 300;

    private static final int TURNS = 3;
    private static final int NEAR_A_TURN = 32;

    /** Cosine from which on a memory is near a turn. */
    private static final double NEAR = 0.3;

    private static final double OF_TURN = 0.9;

    private static final Map<ContextKey, Double> OF = new EnumMap<>(Map.of(
            ContextKey.TASK, 1.0,
            ContextKey.CONVERSATION, 0.8,
            ContextKey.SESSION, 0.6,
            ContextKey.DASHBOARD, 0.6,
            ContextKey.WORKSPACE, 0.3));

    private final TenantSessions sessions;
    private final PlaceRepository places;
    private final RelationRepository vectors;
    private final IndexService index;

    BiasStrengths(TenantSessions sessions, PlaceRepository places, RelationRepository vectors, IndexService index) {
        this.sessions = sessions;
        this.places = places;
        this.vectors = vectors;
        this.index = index;
    }

    /** By memory. */
    public Uni<Map<UUID, Double>> of(TenantId tenant, Bias bias) {
        Map<UUID, Double> strengths = new HashMap<>();
        return sessions.inTenant(
                        tenant,
                        transaction -> Multi.createFrom()
                                .iterable(List.copyOf(bias.place().entrySet()))
                                .onItem()
                                .transformToUniAndConcatenate(place -> places.latest(
                                                tenant, place.getKey(), place.getValue(), OF_PLACE)
                                        .invoke(found -> found.forEach(memory -> strengths.merge(
                                                memory, OF.getOrDefault(place.getKey(), 0.0), Math::max))))
                                .collect()
                                .last()
                                .chain(() -> turns(tenant, bias)))
                .chain(turns -> Multi.createFrom()
                        .iterable(turns)
                        .onItem()
                        .transformToUniAndConcatenate(turn -> index.nearest(
                                        tenant, turn.generation(), turn.vector(), MemoryFilter.ALL, NEAR_A_TURN)
                                .invoke(near -> near.forEach(one -> add(strengths, one))))
                        .collect()
                        .last())
                .map(done -> Map.copyOf(strengths));
    }

    private Uni<List<Vectored>> turns(TenantId tenant, Bias bias) {
        for (ContextKey key : List.of(ContextKey.CONVERSATION, ContextKey.SESSION)) {
            if (bias.place().containsKey(key)) {
                return places.turns(
                                tenant, key, Objects.requireNonNull(bias.place().get(key)), TURNS)
                        .chain(turns -> vectors.vectored(tenant, turns));
            }
        }
        return Uni.createFrom().item(List.of());
    }

    private static void add(Map<UUID, Double> strengths, Neighbour near) {
        double strength = OF_TURN * (Math.min(1, near.similarity()) - NEAR) / (1 - NEAR);
        if (strength > 0) {
            strengths.merge(near.id(), strength, Math::max);
        }
    }
}
