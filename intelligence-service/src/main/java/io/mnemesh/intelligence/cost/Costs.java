package io.mnemesh.intelligence.cost;

import io.mnemesh.intelligence.cost.TenantCost.Share;
import io.mnemesh.intelligence.cost.persistence.HourStore;
import io.mnemesh.intelligence.cost.persistence.HourStore.Stored;
import io.mnemesh.intelligence.cost.persistence.HourStore.Sum;
import io.mnemesh.intelligence.cost.persistence.ProposalStore;
import io.mnemesh.intelligence.cost.persistence.ProposalStore.Found;
import io.mnemesh.intelligence.cost.persistence.UseStore;
import io.mnemesh.intelligence.cost.persistence.UseStore.Total;
import io.mnemesh.intelligence.cost.persistence.UseStore.Used;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tells what services and tenants cost in a period of whole hours that ends with the hour that runs. */
@ApplicationScoped
public class Costs {

    /** The service that every request passes. */
    private static final String EDGE = "gateway";

    private final TenantTransactions transactions;
    private final HourStore hours;
    private final UseStore uses;
    private final ProposalStore proposals;
    private final CostConfig config;
    private final Clock clock;

    Costs(
            TenantTransactions transactions,
            HourStore hours,
            UseStore uses,
            ProposalStore proposals,
            CostConfig config,
            Clock clock) {
        this.transactions = transactions;
        this.hours = hours;
        this.uses = uses;
        this.proposals = proposals;
        this.config = config.validated();
        this.clock = clock;
    }

    /** What the services cost. */
    public record Services(Instant from, Instant to, Prices prices, List<ServiceCost> services, List<String> missing) {}

    /** What tenants cost. */
    public record Tenants(Instant from, Instant to, Prices prices, List<TenantCost> tenants, List<String> missing) {}

    private record Period(Instant from, Instant to) {

        double hours() {
            return Duration.between(from, to).toHours();
        }
    }

    private record Known(List<ServiceCost> services, Map<String, Long> units) {}

    /** @param length whole hours */
    public Uni<Services> services(Duration length) {
        Period period = period(length);
        return transactions
                .inSystem(connection -> costs(connection, period))
                .map(services -> new Services(
                        period.from(), period.to(), config.prices(), services, missing(services, config.prices())));
    }

    /**
     * What tenants cost, by name.
     *
     * @param after last tenant of the page before
     * @param limit most tenants
     */
    public Uni<Tenants> tenants(Duration length, @Nullable String after, int limit) {
        return shares(
                length,
                period -> transactions.inSystem(
                        connection -> uses.tenants(connection, period.from(), period.to(), after, limit)));
    }

    /** What one tenant costs; nothing of it if it asked for nothing. */
    public Uni<Tenants> tenant(TenantId tenant, Duration length) {
        return shares(
                length,
                period -> transactions.inTenant(
                        tenant, connection -> uses.tenant(connection, tenant, period.from(), period.to())));
    }

    private Uni<Tenants> shares(Duration length, Function<Period, Uni<List<Used>>> read) {
        Period period = period(length);
        return transactions
                .inSystem(connection -> costs(connection, period)
                        .flatMap(services -> uses.totals(connection, period.from(), period.to())
                                .map(totals -> new Known(
                                        services,
                                        totals.stream().collect(Collectors.toMap(Total::service, Total::units))))))
                .flatMap(known -> read.apply(period).map(used -> {
                    var missing = new ArrayList<>(missing(known.services(), config.prices()));
                    missing.add("Storage by tenant, and work that no request asked for: they are part of what"
                            + " services cost, and of no tenant's.");
                    return new Tenants(
                            period.from(), period.to(), config.prices(), byTenant(used, known), List.copyOf(missing));
                }));
    }

    private Uni<List<ServiceCost>> costs(SqlConnection connection, Period period) {
        return hours.sums(connection, period.from(), period.to())
                .flatMap(sums -> hours.stored(connection)
                        .flatMap(
                                stored -> proposals.all(connection).map(found -> joined(period, sums, stored, found))));
    }

    private List<ServiceCost> joined(Period period, List<Sum> sums, List<Stored> stored, List<Found> found) {
        Map<String, Sum> carried = sums.stream().collect(Collectors.toMap(Sum::service, Function.identity()));
        Map<String, Stored> held = stored.stream().collect(Collectors.toMap(Stored::service, Function.identity()));
        Map<String, Found> plans = found.stream().collect(Collectors.toMap(Found::service, Function.identity()));
        var names = new TreeSet<>(carried.keySet());
        names.addAll(held.keySet());
        return names.stream()
                .map(name -> cost(
                        name,
                        period,
                        carried.getOrDefault(name, new Sum(name, 0, 0, 0)),
                        held.getOrDefault(name, new Stored(name, 0)).gib(),
                        plans.get(name)))
                .toList();
    }

    private ServiceCost cost(String name, Period period, Sum sum, double gib, @Nullable Found found) {
        ReplicaSize size = config.size(name);
        Prices prices = config.prices();
        double coreHours = sum.replicaHours() * size.cores();
        double gibHours = sum.replicaHours() * size.gib();
        return new ServiceCost(
                name,
                sum.minutes(),
                sum.replicaHours(),
                coreHours,
                sum.coreHours(),
                gibHours,
                gib,
                prices.processor(coreHours),
                prices.memory(gibHours),
                prices.storage(gib, period.hours()),
                found == null ? null : Proposals.of(found, size, prices, config.shortfall()),
                Proposals.missing(name, sum.minutes(), found));
    }

    private static List<TenantCost> byTenant(List<Used> used, Known known) {
        long all = known.units().values().stream().mapToLong(Long::longValue).sum();
        Map<String, List<Used>> tenants =
                used.stream().collect(Collectors.groupingBy(Used::tenant, LinkedHashMap::new, Collectors.toList()));
        return tenants.entrySet().stream()
                .map(one -> {
                    var shares = new ArrayList<Share>();
                    long requests =
                            one.getValue().stream().mapToLong(Used::requests).sum();
                    long units = one.getValue().stream().mapToLong(Used::units).sum();
                    one.getValue()
                            .forEach(use -> shares.add(share(
                                    use.service(),
                                    use.requests(),
                                    use.units(),
                                    known.units().getOrDefault(use.service(), 0L),
                                    known)));
                    shares.add(share(EDGE, requests, units, all, known));
                    return new TenantCost(one.getKey(), requests, units, sum(shares), List.copyOf(shares));
                })
                .toList();
    }

    private static Share share(String service, long requests, long units, long all, Known known) {
        double share = all == 0 ? 0 : (double) units / all;
        Double running = known.services().stream()
                .filter(cost -> cost.service().equals(service))
                .findFirst()
                .map(ServiceCost::running)
                .orElse(null);
        return new Share(service, requests, units, share, running == null ? null : share * running);
    }

    private static @Nullable Double sum(List<Share> shares) {
        double sum = 0;
        for (Share share : shares) {
            Double cost = share.cost();
            if (cost == null) {
                return null;
            }
            sum += cost;
        }
        return sum;
    }

    private static List<String> missing(List<ServiceCost> services, Prices prices) {
        var missing = new ArrayList<String>();
        if (prices.coreHour() == null || prices.gibHour() == null || prices.gibMonth() == null) {
            missing.add("Prices (mnemesh.intelligence.cost.core-hour, gib-hour and gib-month): without them it is hours"
                    + " only.");
        }
        if (services.stream().allMatch(service -> service.minutes() == 0)) {
            missing.add("What services carried in this period: they have told of nothing yet.");
        }
        return List.copyOf(missing);
    }

    private Period period(Duration length) {
        Instant to = clock.instant().truncatedTo(ChronoUnit.HOURS).plus(Duration.ofHours(1));
        return new Period(to.minus(length), to);
    }
}
