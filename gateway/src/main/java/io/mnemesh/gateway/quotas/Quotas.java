package io.mnemesh.gateway.quotas;

import io.mnemesh.gateway.quotas.UnitBuckets.Grant;
import io.mnemesh.gateway.quotas.UnitLease.Ask;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.tenancy.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets requests through as far as their tenant's plan goes, and counts them. While Redis is away each gateway grants the
 * plan's rate by itself, so that a tenant may get it once per gateway. Thread-safe; called on event loops, never blocks.
 */
@ApplicationScoped
public class Quotas {

    private static final int KILOBYTE = 1024;

    private final TenantPlans plans;
    private final UnitBuckets buckets;
    private final UsageMeter usage;
    private final QuotaConfig config;
    private final ConcurrentMap<TenantId, UnitLease> leases = new ConcurrentHashMap<>();

    Quotas(TenantPlans plans, UnitBuckets buckets, UsageMeter usage, QuotaConfig config) {
        this.plans = plans;
        this.buckets = buckets;
        this.usage = usage;
        this.config = config;
    }

    /**
     * Asks for one request.
     *
     * @param service name of the service it goes to
     * @param bytes   length of its body as far as known
     * @param later   told null if the request may go on, or why not; only if the answer is false
     * @return whether it may go on at once
     * @throws ProblemException {@code quota-exceeded} if it is refused at once
     */
    public boolean admit(TenantId tenant, String service, long bytes, Consumer<@Nullable ProblemException> later) {
        Plan plan = plans.of(tenant);
        long cost = cost(service, bytes);
        if (plan.isUnlimited()) {
            usage.passed(tenant, service, cost);
            return true;
        }
        UnitLease lease = leases.computeIfAbsent(tenant, name -> new UnitLease(plan, new SharedBucket(name, buckets)));
        return switch (lease.take(cost, plan, wait -> later.accept(outcome(tenant, service, cost, plan, wait)))) {
            case GRANTED -> {
                usage.passed(tenant, service, cost);
                yield true;
            }
            case REFUSED -> throw refused(tenant, service, plan, Duration.ofSeconds(1));
            case LATER -> false;
        };
    }

    private @Nullable ProblemException outcome(
            TenantId tenant, String service, long cost, Plan plan, @Nullable Duration wait) {
        if (wait != null) {
            return refused(tenant, service, plan, wait);
        }
        usage.passed(tenant, service, cost);
        return null;
    }

    private ProblemException refused(TenantId tenant, String service, Plan plan, Duration wait) {
        usage.refused(tenant, service);
        Map<String, Object> limits = new HashMap<>();
        limits.put("plan", plan.name());
        if (plan.unitsPerSecond() != null) {
            limits.put("unitsPerSecond", plan.unitsPerSecond());
        }
        if (plan.unitsPerDay() != null) {
            limits.put("unitsPerDay", plan.unitsPerDay());
        }
        return new ProblemException(
                ProblemType.QUOTA_EXCEEDED,
                "Your tenant has used up the units of the plan '" + plan.name() + "' for now; wait before the next.",
                limits,
                wait.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : wait,
                null);
    }

    private long cost(String service, long bytes) {
        int request =
                switch (service) {
                    case "memory" -> config.memory();
                    case "embeddings" -> config.embeddings();
                    case "intelligence" -> config.intelligence();
                    case "realtime" -> config.realtime();
                    case "cache" -> config.cache();
                    default -> 1;
                };
        return request + Math.max(0, bytes) / ((long) config.kilobytesPerUnit() * KILOBYTE);
    }

    /** The bucket of one tenant, with one of this gateway's own to fall back on. */
    private static final class SharedBucket implements BiConsumer<UnitLease, Ask> {

        private final TenantId tenant;
        private final UnitBuckets buckets;
        private final LocalBucket own = new LocalBucket();

        SharedBucket(TenantId tenant, UnitBuckets buckets) {
            this.tenant = tenant;
            this.buckets = buckets;
        }

        @Override
        @SuppressWarnings("CheckReturnValue") // the answer goes to the lease; there is nothing to cancel
        public void accept(UnitLease lease, Ask ask) {
            buckets.take(tenant, ask.plan(), ask.wanted(), ask.least())
                    .onFailure()
                    .recoverWithItem(() -> own.take(ask))
                    .subscribe()
                    .with(lease::answered, failure -> lease.answered(new Grant(0, Duration.ofSeconds(1))));
        }
    }
}
