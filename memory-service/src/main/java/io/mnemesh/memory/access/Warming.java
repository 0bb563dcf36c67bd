package io.mnemesh.memory.access;

import io.mnemesh.memory.access.persistence.AccessRepository;
import io.mnemesh.memory.access.persistence.AccessRepository.Used;
import io.mnemesh.memory.background.BestEffort;
import io.mnemesh.memory.memories.MemoryReads;
import io.mnemesh.memory.memories.PageRequest;
import io.mnemesh.memory.memories.persistence.TenantRepository;
import io.mnemesh.memory.storage.TenantSessions;
import io.mnemesh.mesh.telemetry.MeshLog;
import io.mnemesh.mesh.tenancy.TenantId;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * Puts what is used most into the read caches of this instance, shortly after its start and every ten minutes: the hottest
 * memories of all tenants and the beginnings of their conversations, as many as configured, in small reads one after
 * another.
 */
@ApplicationScoped
class Warming {

    private static final MeshLog LOG = MeshLog.of(Warming.class);

    /** Memories in one read. */
    private static final int TOGETHER = 100;

    private final AccessRepository repository;
    private final TenantSessions sessions;
    private final TenantRepository tenants;
    private final MemoryReads reads;
    private final AccessMetrics metrics;
    private final AccessConfig config;

    Warming(
            AccessRepository repository,
            TenantSessions sessions,
            TenantRepository tenants,
            MemoryReads reads,
            AccessMetrics metrics,
            AccessConfig config) {
        this.repository = repository;
        this.sessions = sessions;
        this.tenants = tenants;
        this.reads = reads;
        this.metrics = metrics;
        this.config = config;
    }

    /**
     * What was put into the caches.
     *
     * @param memories      memories
     * @param conversations beginnings of conversations
     */
    record Warmed(int memories, int conversations) {}

    @Scheduled(every = "10m", delayed = "2s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> tick() {
        return config.warmMemories() == 0 && config.warmConversations() == 0
                ? Uni.createFrom().voidItem()
                : run().plug(BestEffort.of(LOG, "The read caches cannot be warmed at present"))
                        .replaceWithVoid();
    }

    /** Warms the caches once. */
    Uni<Warmed> run() {
        return sessions.inSystem(transaction -> tenants.all())
                .chain(this::hottest)
                .chain(hottest -> memories(hottest)
                        .chain(memories ->
                                conversations(hottest).map(conversations -> new Warmed(memories, conversations))))
                .invoke(warmed -> {
                    metrics.warmed("memories", warmed.memories());
                    metrics.warmed("conversations", warmed.conversations());
                });
    }

    /** Of all tenants, the hottest first. */
    private Uni<List<Hot>> hottest(List<TenantId> all) {
        int most = Math.max(config.warmMemories(), config.warmConversations());
        return Multi.createFrom()
                .iterable(all)
                .onItem()
                .transformToUniAndConcatenate(tenant -> sessions.inTenant(
                                tenant, transaction -> repository.hottest(tenant, most))
                        .map(found -> found.stream()
                                .map(used -> new Hot(tenant, used))
                                .toList()))
                .collect()
                .in(ArrayList<Hot>::new, (some, more) -> {
                    some.addAll(more);
                    some.sort(Comparator.comparingDouble((Hot hot) -> hot.used().heat())
                            .reversed());
                    if (some.size() > most) {
                        some.subList(most, some.size()).clear();
                    }
                })
                .map(List::copyOf);
    }

    private Uni<Integer> memories(List<Hot> hottest) {
        Map<TenantId, List<UUID>> byTenant = new LinkedHashMap<>();
        hottest.stream()
                .limit(config.warmMemories())
                .forEach(hot -> byTenant.computeIfAbsent(hot.tenant(), none -> new ArrayList<>())
                        .add(hot.used().memory()));
        var pages = new ArrayList<Page>();
        byTenant.forEach((tenant, ids) -> {
            for (int from = 0; from < ids.size(); from += TOGETHER) {
                pages.add(new Page(tenant, ids.subList(from, Math.min(ids.size(), from + TOGETHER))));
            }
        });
        return sum(pages, page -> reads.byIds(page.tenant(), page.ids()).map(Map::size));
    }

    private Uni<Integer> conversations(List<Hot> hottest) {
        Set<Head> heads = new LinkedHashSet<>();
        hottest.stream()
                .filter(hot -> !hot.used().conversation().isEmpty())
                .forEach(hot -> heads.add(new Head(hot.tenant(), hot.used().conversation())));
        List<Head> some = heads.stream().limit(config.warmConversations()).toList();
        return sum(
                some,
                head -> reads.conversation(
                                head.tenant(), head.conversation(), new PageRequest(PageRequest.DEFAULT_LIMIT, null))
                        .replaceWith(1));
    }

    private static <T> Uni<Integer> sum(List<T> all, Function<T, Uni<Integer>> work) {
        return Multi.createFrom()
                .iterable(all)
                .onItem()
                .transformToUniAndConcatenate(work::apply)
                .collect()
                .asList()
                .map(counts -> counts.stream().mapToInt(Integer::intValue).sum());
    }

    private record Hot(TenantId tenant, Used used) {}

    private record Page(TenantId tenant, List<UUID> ids) {}

    private record Head(TenantId tenant, String conversation) {}
}
