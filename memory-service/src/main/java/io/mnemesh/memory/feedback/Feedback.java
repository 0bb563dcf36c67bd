package io.mnemesh.memory.feedback;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.mnemesh.cache.CacheFactory;
import io.mnemesh.cache.CacheSpec;
import io.mnemesh.cache.HierarchicalCache;
import io.mnemesh.cache.JsonSerializer;
import io.mnemesh.memory.access.AccessConfig;
import io.mnemesh.memory.access.Heat;
import io.mnemesh.memory.access.Use;
import io.mnemesh.memory.access.persistence.AccessRepository;
import io.mnemesh.memory.current.CurrentContext;
import io.mnemesh.memory.current.CurrentContexts;
import io.mnemesh.memory.feedback.persistence.FeedbackRepository;
import io.mnemesh.memory.memories.Memory;
import io.mnemesh.memory.memories.MemoryService;
import io.mnemesh.memory.memories.ReadCacheConfig;
import io.mnemesh.memory.storage.TenantSessions;
import io.mnemesh.mesh.event.payload.MemoryContext;
import io.mnemesh.mesh.outbox.Outbox;
import io.mnemesh.mesh.postgres.Statements;
import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Takes feedback on memories and tells the weights searches give them for it and for how much they are used. */
@ApplicationScoped
public class Feedback {

    /** Most ratings that count, the latest ones, and most memories whose use does. */
    private static final int COUNTED = 10_000;

    private static final String KEY = "learned";

    private final TenantSessions sessions;
    private final FeedbackRepository repository;
    private final AccessRepository accesses;
    private final MemoryService memories;
    private final CurrentContexts contexts;
    private final RatingEvents events;
    private final Outbox outbox;
    private final HierarchicalCache<LearnedWeights> weights;
    private final boolean learning;
    private final Clock clock;

    Feedback(
            TenantSessions sessions,
            FeedbackRepository repository,
            AccessRepository accesses,
            MemoryService memories,
            CurrentContexts contexts,
            RatingEvents events,
            Outbox outbox,
            CacheFactory caches,
            ObjectMapper mapper,
            ReadCacheConfig config,
            AccessConfig access,
            Clock clock) {
        this.sessions = sessions;
        this.repository = repository;
        this.accesses = accesses;
        this.memories = memories;
        this.contexts = contexts;
        this.events = events;
        this.outbox = outbox;
        this.weights = caches.cache(CacheSpec.of("weights", JsonSerializer.of(LearnedWeights.class, mapper))
                .withLocal(config.localTtl(), config.localSize().asLongValue() / 8)
                .withRedis(config.redisTtl()));
        this.learning = access.learning();
        this.clock = clock;
    }

    /**
     * Notes what the caller thinks, in place of what it said before, and tells other services; {@code not-found} if there is no such memory.
     *
     * @param place what the caller was at; as it said last if null
     */
    public Uni<FeedbackSummary> give(Identity caller, UUID memory, Rating rating, @Nullable MemoryContext place) {
        Instant now = now();
        return memories.get(caller.tenant(), memory)
                .chain(found -> place(caller, place)
                        .chain(at -> change(
                                caller,
                                memory,
                                transaction -> repository
                                        .give(caller.tenant(), memory, caller.subject(), rating, now)
                                        .chain(() -> tell(transaction, caller, found, rating, at, now)))));
    }

    /** Takes back what the caller said; {@code not-found} if there is no such memory. */
    public Uni<FeedbackSummary> withdraw(Identity caller, UUID memory) {
        Instant now = now();
        return memories.get(caller.tenant(), memory)
                .chain(found -> change(
                        caller,
                        memory,
                        transaction -> repository
                                .withdraw(caller.tenant(), memory, caller.subject())
                                .chain(() -> tell(transaction, caller, found, null, MemoryContext.EMPTY, now))));
    }

    private Uni<FeedbackSummary> change(Identity caller, UUID memory, Function<Statements, Uni<Void>> work) {
        TenantId tenant = caller.tenant();
        return sessions.inTenant(tenant, transaction -> work.apply(transaction).chain(() -> summed(tenant, memory)))
                .invoke(outbox::wake)
                .call(() -> relearn(tenant));
    }

    private Uni<Void> tell(
            Statements transaction,
            Identity caller,
            Memory memory,
            @Nullable Rating rating,
            MemoryContext place,
            Instant at) {
        return outbox.append(transaction, events.rated(caller, memory, rating, place, at));
    }

    private Uni<MemoryContext> place(Identity caller, @Nullable MemoryContext told) {
        return told == null
                ? contexts.find(caller, null)
                        .map(found -> found.map(Feedback::place).orElse(MemoryContext.EMPTY))
                : Uni.createFrom().item(told);
    }

    private static MemoryContext place(CurrentContext current) {
        return new MemoryContext(
                null,
                null,
                null,
                current.conversation(),
                current.workspace(),
                current.dashboard(),
                current.task(),
                List.of(),
                Map.of());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** What users think of a memory; {@code not-found} if there is none. */
    public Uni<FeedbackSummary> summary(TenantId tenant, UUID memory) {
        return memories.get(tenant, memory)
                .chain(found -> sessions.inTenant(tenant, transaction -> summed(tenant, memory)));
    }

    private Uni<FeedbackSummary> summed(TenantId tenant, UUID memory) {
        return repository
                .votes(tenant, memory)
                .chain(votes -> learning
                        ? accesses.read(tenant, List.of(memory))
                                .map(heat -> FeedbackSummary.of(memory, votes, use(heat.get(memory), clock.instant())))
                        : Uni.createFrom().item(FeedbackSummary.of(memory, votes, 0)));
    }

    private static double use(@Nullable Double heat, Instant now) {
        return heat == null ? 0 : Use.voices(Heat.left(heat, now));
    }

    /** The weights of a tenant's memories are made anew when they are asked for next. */
    public Uni<Void> relearn(TenantId tenant) {
        return weights.remove(tenant, KEY);
    }

    /**
     * The weights of a tenant's memories; none where they cannot be had. Never fails.
     */
    public Uni<Map<UUID, Double>> weights(TenantId tenant) {
        return weights.get(
                        tenant,
                        KEY,
                        () -> sessions.inTenant(
                                tenant,
                                transaction -> repository
                                        .latest(tenant, COUNTED)
                                        .chain(votes -> learning
                                                ? accesses.mostRead(tenant, COUNTED)
                                                        .map(used -> learned(votes, used))
                                                : Uni.createFrom().item(learned(votes, Map.of())))))
                .map(found -> found == null ? LearnedWeights.NONE : found)
                .onFailure()
                .recoverWithItem(LearnedWeights.NONE)
                .map(LearnedWeights::weights);
    }

    private LearnedWeights learned(Map<UUID, Votes> votes, Map<UUID, Double> used) {
        Instant now = clock.instant();
        Map<UUID, Double> learned = new HashMap<>();
        used.forEach((memory, heat) ->
                learned.put(memory, votes.getOrDefault(memory, Votes.NONE).weight(use(heat, now))));
        votes.forEach((memory, given) -> learned.putIfAbsent(memory, given.weight()));
        return new LearnedWeights(learned);
    }
}
