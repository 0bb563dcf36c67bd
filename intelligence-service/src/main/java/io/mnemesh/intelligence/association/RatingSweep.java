package io.mnemesh.intelligence.association;

import io.mnemesh.intelligence.association.AssociationMetrics.Removal;
import io.mnemesh.intelligence.association.persistence.ConsentStore;
import io.mnemesh.intelligence.association.persistence.RatingStore;
import io.mnemesh.intelligence.association.persistence.SweepList;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.telemetry.LogKey;
import io.mnemesh.mesh.telemetry.MeshLog;
import io.mnemesh.mesh.tenancy.TenantId;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Removes ratings that are past their time or more than a tenant may keep, and forgets users of whom none is left. Until then what is past its
 * time is not looked at. A run is bounded in tenants and rows; what it leaves is due at the next one. Safe on several instances: each takes its
 * own tenants.
 */
@ApplicationScoped
class RatingSweep {

    private static final MeshLog LOG = MeshLog.of(RatingSweep.class);

    /** Most tenants of a run. */
    private static final int TENANTS = 200;

    /** Most ratings of a tenant that a run removes for one reason. */
    private static final int ROWS = 20_000;

    private final TenantTransactions transactions;
    private final SweepList list;
    private final RatingStore ratings;
    private final ConsentStore people;
    private final AssociationsConfig config;
    private final AssociationMetrics metrics;
    private final Clock clock;

    RatingSweep(
            TenantTransactions transactions,
            SweepList list,
            RatingStore ratings,
            ConsentStore people,
            AssociationsConfig config,
            AssociationMetrics metrics,
            Clock clock) {
        this.transactions = transactions;
        this.list = list;
        this.ratings = ratings;
        this.people = people;
        this.config = config.validated();
        this.metrics = metrics;
        this.clock = clock;
    }

    @Scheduled(
            every = "${mnemesh.intelligence.associations.sweep-every:15m}",
            delayed = "1m",
            concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> tick() {
        return sweep().onFailure().recoverWithUni(failure -> {
            LOG.debug("It is not known whose ratings are to be looked through")
                    .cause(failure)
                    .log();
            return Uni.createFrom().voidItem();
        });
    }

    /** Looks through the ratings of the tenants that are due. */
    Uni<Void> sweep() {
        return transactions
                .inSystem(connection -> list.take(connection, TENANTS, config.sweepEvery()))
                .flatMap(due -> Multi.createFrom()
                        .iterable(due)
                        .onItem()
                        .transformToUniAndConcatenate(this::attempt)
                        .onItem()
                        .ignoreAsUni());
    }

    /** One tenant's failure is not another's; it is due again anyway. */
    private Uni<Void> attempt(TenantId tenant) {
        return sweep(tenant).replaceWithVoid().onFailure().recoverWithUni(failure -> {
            LOG.warn("Ratings were not looked through and will be again")
                    .with(LogKey.TENANT, tenant.value())
                    .cause(failure)
                    .log();
            return Uni.createFrom().voidItem();
        });
    }

    /** @return how many ratings are gone */
    Uni<Long> sweep(TenantId tenant) {
        Instant oldest = clock.instant().minus(Duration.ofDays(config.keptDays()));
        return transactions
                .inTenant(
                        tenant,
                        connection -> people.lockAlone(connection)
                                .chain(() -> ratings.removeBefore(connection, oldest, ROWS))
                                .chain(old -> ratings.removeBeyond(connection, config.keptRatings(), ROWS)
                                        .map(surplus -> new Removed(old, surplus)))
                                .call(() -> people.forgetSilent(connection))
                                .call(removed -> settle(connection, removed)))
                .invoke(removed -> {
                    metrics.removed(Removal.OLD, removed.old());
                    metrics.removed(Removal.SURPLUS, removed.surplus());
                })
                .map(removed -> removed.old() + removed.surplus());
    }

    private Uni<Void> settle(SqlConnection connection, Removed removed) {
        return removed.old() == ROWS || removed.surplus() == ROWS ? list.hurry(connection) : list.settle(connection);
    }

    /** How many ratings of a tenant are gone, by why. */
    private record Removed(long old, long surplus) {}
}
