package io.mnemesh.memory.memories;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.mnemesh.cache.CacheFactory;
import io.mnemesh.cache.CacheSpec;
import io.mnemesh.cache.HierarchicalCache;
import io.mnemesh.cache.JsonSerializer;
import io.mnemesh.memory.memories.persistence.MemoryRepository;
import io.mnemesh.memory.storage.TenantSessions;
import io.mnemesh.mesh.event.payload.MemoryContext;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Memories and beginnings of conversations, from the cache's three tiers or from the record, without what has expired. Change
 * the record first, then {@link #forget}.
 */
@ApplicationScoped
public class MemoryReads {

    private final TenantSessions sessions;
    private final MemoryRepository repository;
    private final CacheFactory caches;
    private final HierarchicalCache<Memory> memories;
    private final HierarchicalCache<ConversationHead> heads;
    private final Clock clock;

    MemoryReads(
            TenantSessions sessions,
            MemoryRepository repository,
            CacheFactory caches,
            ObjectMapper mapper,
            ReadCacheConfig config,
            Clock clock) {
        this.sessions = sessions;
        this.repository = repository;
        this.clock = clock;
        this.caches = caches;
        this.memories = caches.cache(CacheSpec.of("memories", JsonSerializer.of(Memory.class, mapper))
                .withLocal(config.localTtl(), config.localSize().asLongValue())
                .withRedis(config.redisTtl())
                .withPostgres(config.postgresTtl()));
        this.heads = caches.cache(CacheSpec.of("conversations", JsonSerializer.of(ConversationHead.class, mapper))
                .withLocal(config.localTtl(), config.localSize().asLongValue() / 4)
                .withRedis(config.redisTtl())
                .withPostgres(config.postgresTtl()));
    }

    public Uni<Optional<Memory>> byId(TenantId tenant, UUID id) {
        return memories.get(
                        tenant,
                        id.toString(),
                        () -> sessions.inTenant(tenant, transaction -> repository.byId(tenant, id))
                                .map(found -> found.orElse(null)))
                .map(found -> Optional.ofNullable(found).filter(this::kept));
    }

    /** Those of these ids that exist. */
    public Uni<Map<UUID, Memory>> byIds(TenantId tenant, Collection<UUID> ids) {
        if (ids.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        List<String> keys = ids.stream().map(UUID::toString).toList();
        return memories.getMany(tenant, keys, missing -> load(tenant, missing))
                .map(found -> found.values().stream()
                        .filter(this::kept)
                        .collect(Collectors.toMap(Memory::id, Function.identity())));
    }

    /** What expires is not dropped from the caches at that moment. */
    private boolean kept(Memory memory) {
        return !memory.lifecycle().expired(clock.instant());
    }

    private Uni<Map<String, Memory>> load(TenantId tenant, List<String> keys) {
        List<UUID> ids = keys.stream().map(UUID::fromString).toList();
        return sessions.inTenant(tenant, transaction -> repository.byIds(tenant, ids))
                .map(found -> found.stream()
                        .collect(Collectors.toMap(memory -> memory.id().toString(), Function.identity())));
    }

    /** Latest stored first. */
    public Uni<List<Memory>> latest(TenantId tenant, MemoryFilter filter, Validity validity, PageRequest page) {
        return sessions.inTenant(tenant, transaction -> repository.latest(tenant, filter, validity, page));
    }

    /** The memories of a conversation, first happened first; its beginning is cached. */
    public Uni<List<Memory>> conversation(TenantId tenant, String conversation, PageRequest page) {
        if (page.after() != null) {
            return chronological(tenant, conversation, page);
        }
        return heads.get(
                        tenant,
                        headKey(conversation),
                        () -> chronological(tenant, conversation, new PageRequest(PageRequest.MAX_LIMIT + 1, null))
                                .map(ConversationHead::of))
                .chain(head -> fill(tenant, conversation, head == null ? ConversationHead.NONE : head, page));
    }

    /** Keys of caches are told to all instances and outlive the values, so they hold no names. */
    private static String headKey(String conversation) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256").digest(conversation.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }

    private Uni<List<Memory>> fill(TenantId tenant, String conversation, ConversationHead head, PageRequest page) {
        List<UUID> first = head.first().stream().limit(page.limit()).toList();
        return byIds(tenant, first)
                .chain(found -> found.size() < first.size()
                        ? chronological(tenant, conversation, page)
                        : Uni.createFrom()
                                .item(first.stream()
                                        .map(id -> Objects.requireNonNull(found.get(id)))
                                        .toList()));
    }

    private Uni<List<Memory>> chronological(TenantId tenant, String conversation, PageRequest page) {
        return sessions.inTenant(
                tenant, transaction -> repository.chronological(tenant, MemoryFilter.conversation(conversation), page));
    }

    /** Drops the cached beginnings of the conversations that these new memories are in; nothing is cached of themselves. */
    Uni<Void> created(TenantId tenant, Collection<MemoryContext> contexts) {
        return heads.removeMany(tenant, headKeys(contexts.stream()));
    }

    /** Drops what is cached of a memory that was changed or deleted. */
    Uni<Void> forget(TenantId tenant, UUID id, MemoryContext context) {
        return memories.remove(tenant, id.toString())
                .chain(() -> heads.removeMany(tenant, headKeys(Stream.of(context))));
    }

    /** Drops what is cached of these memories, with one round trip per tier. */
    Uni<Void> forget(TenantId tenant, Collection<Memory> changed) {
        return forgetTogether(tenant, changed.stream().map(Memory::id).toList())
                .chain(() -> heads.removeMany(tenant, headKeys(changed.stream().map(Memory::context))));
    }

    private static List<String> headKeys(Stream<MemoryContext> contexts) {
        return contexts.map(MemoryContext::conversation)
                .filter(Objects::nonNull)
                .map(MemoryReads::headKey)
                .toList();
    }

    /** Drops what is cached of a memory whose place in its conversation is unchanged. */
    public Uni<Void> forget(TenantId tenant, UUID id) {
        return memories.remove(tenant, id.toString());
    }

    /** Drops what is cached of memories whose places in their conversations are unchanged, with one round trip per tier. */
    public Uni<Void> forgetTogether(TenantId tenant, Collection<UUID> ids) {
        return memories.removeMany(tenant, ids.stream().map(UUID::toString).toList());
    }

    /** Drops the names of memories and conversations that are kept for warm starts. */
    public Uni<Void> forgetNames() {
        return caches.forgetHotKeys();
    }
}
