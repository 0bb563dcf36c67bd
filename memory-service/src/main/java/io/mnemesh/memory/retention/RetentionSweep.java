package io.mnemesh.memory.retention;

import io.mnemesh.memory.background.BestEffort;
import io.mnemesh.memory.background.WorkLeases;
import io.mnemesh.memory.memories.DueTenants;
import io.mnemesh.memory.memories.Lifecycles;
import io.mnemesh.memory.memories.Memory;
import io.mnemesh.memory.memories.MemoryMetrics;
import io.mnemesh.memory.memories.MemoryService;
import io.mnemesh.memory.memories.persistence.TenantRepository;
import io.mnemesh.memory.retention.persistence.RetentionRepository;
import io.mnemesh.memory.storage.TenantSessions;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.telemetry.LogKey;
import io.mnemesh.mesh.telemetry.MeshLog;
import io.mnemesh.mesh.tenancy.TenantId;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Retires memories that are expired, too old or too many, each the way a caller would delete or archive it and page by page.
 * Which they are is in the record, so that nothing is lost with a process. One instance at a time does it for a tenant, and
 * two would do no harm, since each memory is looked at again when nobody else can change it.
 */
@ApplicationScoped
class RetentionSweep {

    /** Memories that are looked for at once. */
    private static final int PAGE = 200;

    private static final MeshLog LOG = MeshLog.of(RetentionSweep.class);

    private final TenantTransactions transactions;
    private final RetentionRepository repository;
    private final MemoryService memories;
    private final Lifecycles lifecycles;
    private final MemoryMetrics metrics;
    private final RetentionConfig config;
    private final Clock clock;
    private final DueTenants due;

    RetentionSweep(
            TenantSessions sessions,
            TenantTransactions transactions,
            TenantRepository tenants,
            WorkLeases leases,
            RetentionRepository repository,
            MemoryService memories,
            Lifecycles lifecycles,
            MemoryMetrics metrics,
            RetentionConfig config,
            Clock clock) {
        this.transactions = transactions;
        this.repository = repository;
        this.memories = memories;
        this.lifecycles = lifecycles;
        this.metrics = metrics;
        this.config = config;
        this.clock = clock;
        this.due = new DueTenants("retention", sessions, tenants, leases);
    }

    @Scheduled(
            every = "${mnemesh.memory.retention.every:PT1M}",
            delayed = "10s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> tick() {
        return config.background() ? run() : Uni.createFrom().voidItem();
    }

    /** Retires what is due of all tenants: time passes for everyone. Never fails. */
    Uni<Void> run() {
        return due.addEveryone()
                .chain(() -> due.run(tenant -> () -> attempt(tenant)))
                .plug(BestEffort.of(LOG, "The tenants cannot be read at present"));
    }

    /** One tenant's failure is not another's; it is due again next time anyway. */
    private Uni<Boolean> attempt(TenantId tenant) {
        return run(tenant)
                .replaceWith(false)
                .onFailure()
                .invoke(failure -> LOG.warn("Memories cannot be retired at present")
                        .with(LogKey.TENANT, tenant)
                        .cause(failure)
                        .log())
                .onFailure()
                .recoverWithItem(false);
    }

    /** Retires what is due of a tenant. @return how many memories */
    Uni<Long> run(TenantId tenant) {
        Instant now = clock.instant();
        var expiry = new Retirement(
                "expire",
                connection -> repository.expired(connection, tenant, now, PAGE),
                id -> memories.retire(tenant, id, memory -> memory.lifecycle().expired(now)));
        return retire(tenant, expiry)
                .chain(expired -> transactions
                        .inTenant(tenant, connection -> repository.all(connection, tenant))
                        .chain(policies -> Multi.createFrom()
                                .iterable(policies)
                                .onItem()
                                .transformToUniAndConcatenate(policy -> run(tenant, policy, now))
                                .collect()
                                .with(Collectors.summingLong(retired -> retired)))
                        .map(retired -> expired + retired));
    }

    private Uni<Long> run(TenantId tenant, RetentionPolicy policy, Instant now) {
        Duration age = policy.maxAge();
        Long most = policy.maxCount();
        Uni<Long> old = retire(
                tenant,
                age == null
                        ? null
                        : retirement(
                                tenant,
                                policy,
                                connection -> repository.tooOld(connection, tenant, policy, now.minus(age), PAGE)));
        return old.chain(first -> retire(
                        tenant,
                        most == null
                                ? null
                                : retirement(
                                        tenant,
                                        policy,
                                        connection -> repository.tooMany(connection, tenant, policy, most, PAGE)))
                .map(second -> first + second));
    }

    private Retirement retirement(
            TenantId tenant, RetentionPolicy policy, Function<SqlConnection, Uni<List<UUID>>> found) {
        return new Retirement(
                policy.action().key(),
                found,
                switch (policy.action()) {
                    case DELETE -> id -> memories.retire(tenant, id, RetentionSweep::retirable);
                    case ARCHIVE -> id -> lifecycles.retire(tenant, id);
                });
    }

    private static boolean retirable(Memory memory) {
        return memory.mergedInto() == null && !memory.lifecycle().pinned();
    }

    /** One page after another, until one is not full or nothing of it was due any more. */
    private Uni<Long> retire(TenantId tenant, @Nullable Retirement retirement) {
        if (retirement == null) {
            return Uni.createFrom().item(0L);
        }
        return Uni.createFrom()
                .deferred(
                        () -> transactions.inTenant(tenant, retirement.found()).chain(ids -> page(retirement, ids)))
                .repeat()
                .whilst(page -> page.found() == PAGE && page.retired() > 0)
                .collect()
                .with(Collectors.summingLong(Page::retired));
    }

    private Uni<Page> page(Retirement retirement, List<UUID> ids) {
        return Multi.createFrom()
                .iterable(ids)
                .onItem()
                .transformToUniAndConcatenate(id -> retirement.way().apply(id))
                .filter(retired -> retired)
                .onItem()
                .invoke(retired -> metrics.retired(retirement.action()))
                .collect()
                .with(Collectors.counting())
                .map(retired -> new Page(ids.size(), retired));
    }

    /**
     * Memories to be retired.
     *
     * @param action what is counted
     * @param found  a page of them
     * @param way    retires one, if it is still due
     */
    private record Retirement(
            String action, Function<SqlConnection, Uni<List<UUID>>> found, Function<UUID, Uni<Boolean>> way) {}

    /**
     * What became of a page.
     *
     * @param found   its memories
     * @param retired those that were retired
     */
    private record Page(int found, long retired) {}
}
