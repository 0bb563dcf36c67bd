package io.mnemesh.memory.memories;

import io.mnemesh.memory.memories.persistence.IdempotencyRepository;
import io.mnemesh.memory.memories.persistence.MemoryRepository;
import io.mnemesh.memory.memories.persistence.TenantRepository;
import io.mnemesh.memory.storage.TenantSessions;
import io.mnemesh.mesh.id.Ids;
import io.mnemesh.mesh.outbox.Outbox;
import io.mnemesh.mesh.postgres.Statements;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Stores, reads, lists and deletes memories. A change and the event that tells of it are one transaction; the caller is
 * answered after its commit.
 */
@ApplicationScoped
public class MemoryService {

    /** How long an idempotency key is remembered. */
    private static final Duration KEYS_KEPT = Duration.ofDays(7);

    private final TenantSessions sessions;
    private final MemoryRepository repository;
    private final IdempotencyRepository keys;
    private final TenantRepository tenants;
    private final MemoryReads reads;
    private final Outbox outbox;
    private final MemoryEvents events;
    private final SlotChains chains;
    private final Merges merges;
    private final Ids ids;
    private final Clock clock;
    private final MemoryMetrics metrics;
    private final Set<TenantId> noted = ConcurrentHashMap.newKeySet();

    MemoryService(
            TenantSessions sessions,
            MemoryRepository repository,
            IdempotencyRepository keys,
            TenantRepository tenants,
            MemoryReads reads,
            Outbox outbox,
            MemoryEvents events,
            SlotChains chains,
            Merges merges,
            Ids ids,
            Clock clock,
            MemoryMetrics metrics) {
        this.sessions = sessions;
        this.repository = repository;
        this.keys = keys;
        this.tenants = tenants;
        this.reads = reads;
        this.outbox = outbox;
        this.events = events;
        this.chains = chains;
        this.merges = merges;
        this.ids = ids;
        this.clock = clock;
        this.metrics = metrics;
    }

    /**
     * Stores a memory.
     *
     * @param key the same key with the same memory stores it once and is answered the same; with another memory it fails
     *     with {@code idempotency-mismatch}, and with {@code conflict} once the memory is deleted
     */
    public Uni<Memory> store(Identity caller, NewMemory asked, @Nullable String key) {
        return storeAll(caller, List.of(new Addition(asked, key))).map(List::getFirst);
    }

    /**
     * One memory to store, see {@link #store}.
     *
     * @param origin what it shall have of an earlier life; null for a new one
     */
    public record Addition(
            NewMemory memory,
            @Nullable String key,
            @Nullable Origin origin) {

        /** A new one. */
        public Addition(NewMemory memory, @Nullable String key) {
            this(memory, key, null);
        }
    }

    /**
     * What a memory brings along.
     *
     * @param id       no memory of the tenant has it; a new one if null
     * @param storedAt record time; now if null
     */
    public record Origin(@Nullable UUID id, @Nullable Instant storedAt) {

        static final Origin NEW = new Origin(null, null);
    }

    /** Stores these in this order in one transaction: all of them, or none if one fails. */
    public Uni<List<Memory>> storeAll(Identity caller, List<Addition> additions) {
        return Uni.createFrom()
                .deferred(() -> storeAll(
                        caller,
                        additions,
                        additions.stream()
                                .map(addition -> make(caller, addition))
                                .toList()));
    }

    private Uni<List<Memory>> storeAll(Identity caller, List<Addition> additions, List<Memory> made) {
        TenantId tenant = caller.tenant();
        return sessions.inTenant(
                        tenant,
                        transaction -> claimAll(caller, additions, made)
                                .chain(claimed -> insert(transaction, tenant, fresh(made, claimed))
                                        .map(settled -> new Written(claimed, settled))))
                .call(written -> afterStore(tenant, written.settled()))
                .map(Written::memories);
    }

    /** The memory each addition makes: its own, or the one that was made with its key before. */
    private Uni<List<Memory>> claimAll(Identity caller, List<Addition> additions, List<Memory> made) {
        return Multi.createFrom()
                .range(0, made.size())
                .onItem()
                .transformToUniAndConcatenate(i -> claim(caller, additions.get(i), made.get(i)))
                .collect()
                .asList()
                .chain(claimed -> repeatAll(caller.tenant(), made, claimed));
    }

    private Uni<IdempotencyRepository.Used> claim(Identity caller, Addition addition, Memory memory) {
        String key = addition.key();
        var own = new IdempotencyRepository.Used(memory.id(), true);
        if (key == null) {
            return Uni.createFrom().item(own);
        }
        Instant now = memory.createdAt();
        byte[] fingerprint = Fingerprint.of(caller.subject(), addition.memory());
        return keys.claim(caller.tenant(), key, fingerprint, memory.id(), now, now.minus(KEYS_KEPT))
                .map(used -> used.orElse(own));
    }

    private Uni<List<Memory>> repeatAll(TenantId tenant, List<Memory> made, List<IdempotencyRepository.Used> claimed) {
        Map<UUID, Memory> own = made.stream().collect(Collectors.toMap(Memory::id, Function.identity()));
        return Multi.createFrom()
                .iterable(claimed)
                .onItem()
                .transformToUniAndConcatenate(used -> {
                    Memory memory = used.sameRequest() ? own.get(used.memoryId()) : null;
                    return memory == null
                            ? repeat(tenant, used)
                            : Uni.createFrom().item(memory);
                })
                .collect()
                .asList();
    }

    /** Those that were not stored before. */
    private static List<Memory> fresh(List<Memory> made, List<Memory> stored) {
        return IntStream.range(0, made.size())
                .filter(i -> made.get(i).id().equals(stored.get(i).id()))
                .mapToObj(made::get)
                .toList();
    }

    private Memory make(Identity caller, Addition addition) {
        NewMemory asked = addition.memory();
        Origin origin = Objects.requireNonNullElse(addition.origin(), Origin.NEW);
        UUID id = Objects.requireNonNullElseGet(origin.id(), ids::next);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Instant stored = Objects.requireNonNullElse(origin.storedAt(), now);
        return new Memory(
                id,
                asked.type(),
                asked.content(),
                asked.context(),
                asked.details(),
                asked.importance(),
                asked.occurredAt(),
                caller.subject(),
                stored,
                stored,
                1,
                false,
                asked.slot(),
                null,
                null,
                null,
                asked.keeping().from(now));
    }

    private Uni<Memory> repeat(TenantId tenant, IdempotencyRepository.Used earlier) {
        if (!earlier.sameRequest()) {
            return Uni.createFrom()
                    .failure(new ProblemException(
                            ProblemType.IDEMPOTENCY_MISMATCH,
                            "This Idempotency-Key was used to store another memory; use a new key."));
        }
        return repository
                .byId(tenant, earlier.memoryId())
                .map(found -> found.map(Memory::asCreated)
                        .orElseThrow(() -> new ProblemException(
                                ProblemType.CONFLICT,
                                "The memory stored with this Idempotency-Key has been deleted; use a new key to store it"
                                        + " again.")));
    }

    private Uni<List<Settled>> insert(Statements transaction, TenantId tenant, List<Memory> memories) {
        if (memories.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        Uni<Void> note = noted.contains(tenant) ? Uni.createFrom().voidItem() : tenants.note(transaction, tenant);
        return note.chain(() -> repository.insert(tenant, memories))
                .chain(() -> outbox.append(
                        transaction,
                        memories.stream()
                                .map(memory -> events.created(tenant, memory))
                                .toList()))
                .chain(() -> Multi.createFrom()
                        .iterable(memories)
                        .onItem()
                        .transformToUniAndConcatenate(memory -> chains.stored(transaction, tenant, memory))
                        .collect()
                        .asList());
    }

    private Uni<Void> afterStore(TenantId tenant, List<Settled> stored) {
        if (stored.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        outbox.wake();
        noted.add(tenant);
        stored.forEach(memory -> metrics.stored());
        return reads.created(
                        tenant,
                        stored.stream().map(one -> one.memory().context()).toList())
                .chain(() -> reads.forget(
                        tenant,
                        stored.stream().flatMap(one -> one.moved().stream()).toList()));
    }

    /** The memory, or {@code not-found}. */
    public Uni<Memory> get(TenantId tenant, UUID id) {
        return reads.byId(tenant, id).map(found -> found.orElseThrow(MemoryService::missing));
    }

    /** Latest stored first. */
    public Uni<Page> list(TenantId tenant, MemoryFilter filter, Validity validity, PageRequest page) {
        String list = filter.canonical() + validity.canonical();
        return reads.latest(tenant, filter, validity, oneMore(page)).map(found -> page(found, page.limit(), list));
    }

    /** The memories of one conversation, first happened first. */
    public Uni<Page> conversation(TenantId tenant, String conversation, PageRequest page) {
        return reads.conversation(tenant, conversation, oneMore(page))
                .map(found -> page(found, page.limit(), conversation));
    }

    /** Those of these ids that exist. */
    public Uni<Map<UUID, Memory>> byIds(TenantId tenant, List<UUID> wanted) {
        return reads.byIds(tenant, wanted);
    }

    /**
     * Deletes it with those it stands for, or fails with {@code not-found}, or with {@code precondition-failed} if it has
     * not an expected version.
     */
    public Uni<Void> delete(TenantId tenant, UUID id, Expected expected) {
        return sessions.inTenant(
                        tenant,
                        transaction -> chains.lock(tenant, id)
                                .chain(() -> repository.lock(tenant, id))
                                .invoke(found -> expected.check(found.orElseThrow(MemoryService::missing)))
                                .chain(() -> delete(transaction, tenant, id)))
                .chain(gone -> afterDelete(tenant, gone));
    }

    /**
     * Deletes it likewise, expired or not, if it is still due when nobody else can change it any more.
     *
     * @return whether it did
     */
    public Uni<Boolean> retire(TenantId tenant, UUID id, Predicate<Memory> due) {
        return sessions.inTenant(
                        tenant,
                        transaction -> chains.lock(tenant, id)
                                .chain(() -> repository.lockExpiredToo(tenant, id))
                                .chain(found -> found.filter(due).isPresent()
                                        ? delete(transaction, tenant, id).map(Optional::of)
                                        : Uni.createFrom().item(Optional.<Settled>empty())))
                .call(gone -> gone.isPresent()
                        ? afterDelete(tenant, gone.get())
                        : Uni.createFrom().voidItem())
                .map(Optional::isPresent);
    }

    private Uni<Settled> delete(Statements transaction, TenantId tenant, UUID id) {
        return merges.deleting(transaction, tenant, id)
                .chain(others -> repository
                        .delete(tenant, id)
                        .map(found -> found.orElseThrow(MemoryService::missing))
                        .call(memory -> outbox.append(transaction, List.of(events.deleted(tenant, memory))))
                        .chain(memory -> chains.deleted(transaction, tenant, memory)
                                .map(moved -> new Settled(memory, both(moved, others)))));
    }

    private Uni<Void> afterDelete(TenantId tenant, Settled gone) {
        outbox.wake();
        return reads.forget(tenant, both(List.of(gone.memory()), gone.moved()));
    }

    private static List<Memory> both(List<Memory> some, List<Memory> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }

    private static PageRequest oneMore(PageRequest page) {
        return new PageRequest(page.limit() + 1, page.after());
    }

    private static Page page(List<Memory> found, int limit, String list) {
        if (found.size() <= limit) {
            return new Page(found, null);
        }
        List<Memory> items = found.subList(0, limit);
        return new Page(items, Position.of(items.getLast()).encode(list));
    }

    static ProblemException missing() {
        return ProblemException.notFound("There is no memory with this id.");
    }

    /**
     * What storing several memories came to.
     *
     * @param stored  one per addition, as each was made or had been made before with its key
     * @param settled those that are new, with what they did to others
     */
    private record Written(List<Memory> stored, List<Settled> settled) {

        /** One per addition, as it is now. */
        List<Memory> memories() {
            Map<UUID, Memory> now =
                    settled.stream().map(Settled::memory).collect(Collectors.toMap(Memory::id, Function.identity()));
            return stored.stream()
                    .map(memory -> now.getOrDefault(memory.id(), memory))
                    .toList();
        }
    }
}
