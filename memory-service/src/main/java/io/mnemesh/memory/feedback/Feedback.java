package io.mnemesh.memory.feedback;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.mnemesh.cache.CacheFactory;
import io.mnemesh.cache.CacheSpec;
import io.mnemesh.cache.HierarchicalCache;
import io.mnemesh.cache.JsonSerializer;
import io.mnemesh.memory.feedback.persistence.FeedbackRepository;
import io.mnemesh.memory.memories.MemoryService;
import io.mnemesh.memory.memories.ReadCacheConfig;
import io.mnemesh.memory.storage.TenantSessions;
import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** Takes feedback on memories and tells the weights searches give them for it. */
@ApplicationScoped
public class Feedback {

    /** Most ratings that count, the latest ones. */
    private static final int COUNTED = 10_000;

    private static final String KEY = "learned";

    private final TenantSessions sessions;
    private final FeedbackRepository repository;
    private final MemoryService memories;
    private final HierarchicalCache<LearnedWeights> weights;
    private final Clock clock;

    Feedback(
            TenantSessions sessions,
            FeedbackRepository repository,
            MemoryService memories,
            CacheFactory caches,
            ObjectMapper mapper,
            ReadCacheConfig config,
            Clock clock) {
        this.sessions = sessions;
        this.repository = repository;
        this.memories = memories;
        this.weights = caches.cache(CacheSpec.of("weights", JsonSerializer.of(LearnedWeights.class, mapper))
                .withLocal(config.localTtl(), config.localSize().asLongValue() / 8)
                .withRedis(config.redisTtl()));
        this.clock = clock;
    }

    /** Notes what the caller thinks, in place of what it said before; {@code not-found} if there is no such memory. */
    public Uni<FeedbackSummary> give(Identity caller, UUID memory, Rating rating) {
        TenantId tenant = caller.tenant();
        return memories.get(tenant, memory)
                .chain(found -> sessions.inTenant(
                        tenant,
                        transaction -> repository
                                .give(
                                        tenant,
                                        memory,
                                        caller.subject(),
                                        rating,
                                        clock.instant().truncatedTo(ChronoUnit.MICROS))
                                .chain(() -> repository.votes(tenant, memory))))
                .call(votes -> weights.remove(tenant, KEY))
                .map(votes -> FeedbackSummary.of(memory, votes));
    }

    /** Takes back what the caller said; {@code not-found} if there is no such memory. */
    public Uni<FeedbackSummary> withdraw(Identity caller, UUID memory) {
        TenantId tenant = caller.tenant();
        return memories.get(tenant, memory)
                .chain(found -> sessions.inTenant(
                        tenant,
                        transaction -> repository
                                .withdraw(tenant, memory, caller.subject())
                                .chain(() -> repository.votes(tenant, memory))))
                .call(votes -> weights.remove(tenant, KEY))
                .map(votes -> FeedbackSummary.of(memory, votes));
    }

    /** What users think of a memory; {@code not-found} if there is none. */
    public Uni<FeedbackSummary> summary(TenantId tenant, UUID memory) {
        return memories.get(tenant, memory)
                .chain(found -> sessions.inTenant(tenant, transaction -> repository.votes(tenant, memory)))
                .map(votes -> FeedbackSummary.of(memory, votes));
    }

    /**
     * The weights of a tenant's memories; none where they cannot be had. Never fails.
     */
    public Uni<Map<UUID, Double>> weights(TenantId tenant) {
        return weights.get(
                        tenant,
                        KEY,
                        () -> sessions.inTenant(tenant, transaction -> repository.latest(tenant, COUNTED))
                                .map(Feedback::learned))
                .map(found -> found == null ? LearnedWeights.NONE : found)
                .onFailure()
                .recoverWithItem(LearnedWeights.NONE)
                .map(LearnedWeights::weights);
    }

    private static LearnedWeights learned(Map<UUID, Votes> votes) {
        return new LearnedWeights(votes.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().weight())));
    }
}
