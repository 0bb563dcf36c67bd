package io.mnemesh.cacheservice.quotas;

import io.mnemesh.cache.RefusedPut;
import io.mnemesh.cacheservice.storage.StoreCalls;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What tenants and their namespaces may store, and what happens when they may not. */
@ApplicationScoped
public class Quotas {

    private final QuotaRepository repository;
    private final QuotaMetrics metrics;

    @Inject
    Quotas(QuotaRepository repository, QuotaMetrics metrics) {
        this.repository = repository;
        this.metrics = metrics;
    }

    /** What each namespace of the tenant stores, by name. */
    public Uni<Map<String, Usage>> usage(TenantId tenant) {
        return StoreCalls.inTime(repository.usage(tenant)).map(usage -> {
            usage.remove(QuotaRepository.WHOLE_TENANT);
            return usage;
        });
    }

    public Uni<QuotaReport> report(TenantId tenant) {
        return StoreCalls.inTime(repository.usage(tenant))
                .chain(usage -> StoreCalls.inTime(repository.quotas(tenant)).map(quotas -> report(usage, quotas)));
    }

    private static QuotaReport report(Map<String, Usage> usage, Map<String, Quota> quotas) {
        var names = new TreeSet<>(usage.keySet());
        names.addAll(quotas.keySet());
        names.remove(QuotaRepository.WHOLE_TENANT);
        return new QuotaReport(
                quotas.get(QuotaRepository.WHOLE_TENANT),
                usage.getOrDefault(QuotaRepository.WHOLE_TENANT, Usage.NOTHING),
                names.stream()
                        .map(name -> new QuotaReport.OfNamespace(
                                name, quotas.get(name), usage.getOrDefault(name, Usage.NOTHING)))
                        .toList());
    }

    /** @param namespace checked */
    public Uni<Void> setNamespace(TenantId tenant, String namespace, Quota quota) {
        return StoreCalls.inTime(repository.set(tenant, namespace, quota));
    }

    /** @return whether there was one */
    public Uni<Boolean> deleteNamespace(TenantId tenant, String namespace) {
        return StoreCalls.inTime(repository.delete(tenant, namespace));
    }

    public Uni<Void> setTenant(TenantId tenant, Quota quota) {
        return StoreCalls.inTime(repository.set(tenant, QuotaRepository.WHOLE_TENANT, quota));
    }

    /** @return whether there was one */
    public Uni<Boolean> deleteTenant(TenantId tenant) {
        return StoreCalls.inTime(repository.delete(tenant, QuotaRepository.WHOLE_TENANT));
    }

    /** The quota of tenants that have none of their own; null for none. */
    public Uni<Void> setCommon(@Nullable Quota quota) {
        return StoreCalls.inTime(repository.setCommon(quota));
    }

    /** Deletes what the tenant stores in vain. @return whether there was something */
    public Uni<Boolean> makeRoom(TenantId tenant) {
        return StoreCalls.inTime(repository.deleteEnded(tenant));
    }

    /** Why an object was not stored, and whether waiting helps. */
    public Uni<ProblemException> problem(TenantId tenant, String namespace, String path, RefusedPut refused) {
        Excess excess = Excess.of(refused.detail());
        if (excess == null) {
            return Uni.createFrom()
                    .item(new ProblemException(
                            ProblemType.INTERNAL, "The object was not stored.", Map.of(), null, refused));
        }
        metrics.refused(excess);
        return StoreCalls.inTime(repository.timeUntilRoom(tenant, namespace, path, excess))
                .onFailure()
                .recoverWithNull()
                .map(wait -> problem(namespace, excess, wait));
    }

    private static ProblemException problem(String namespace, Excess excess, @Nullable Duration wait) {
        String whose = excess.ofTenant() ? "The tenant" : "The namespace '" + namespace + "'";
        return new ProblemException(
                ProblemType.QUOTA_EXCEEDED,
                whose + " may store " + excess.limit() + " " + excess.dimension() + ", and with this it would be "
                        + excess.used() + ".",
                Map.of(
                        "scope", excess.scope(),
                        "dimension", excess.dimension(),
                        "limit", excess.limit(),
                        "used", excess.used()),
                wait,
                null);
    }
}
