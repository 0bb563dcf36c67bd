package io.mnemesh.intelligence.association;

import io.mnemesh.intelligence.association.AssociationMetrics.Outcome;
import io.mnemesh.intelligence.association.persistence.ConsentStore;
import io.mnemesh.intelligence.association.persistence.RatingStore;
import io.mnemesh.intelligence.association.persistence.RatingStore.Rating;
import io.mnemesh.intelligence.association.persistence.SweepList;
import io.mnemesh.intelligence.events.ExactlyOnce;
import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.event.payload.MemoryRated;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** Learns what users found useful where, of those who agreed only, and each word exactly once. */
@ApplicationScoped
class AssociationLearner {

    private final ExactlyOnce once;
    private final TenantTransactions transactions;
    private final Consent consent;
    private final ConsentStore people;
    private final RatingStore ratings;
    private final SweepList sweeps;
    private final AssociationMetrics metrics;

    AssociationLearner(
            ExactlyOnce once,
            TenantTransactions transactions,
            Consent consent,
            ConsentStore people,
            RatingStore ratings,
            SweepList sweeps,
            AssociationMetrics metrics) {
        this.once = once;
        this.transactions = transactions;
        this.consent = consent;
        this.people = people;
        this.ratings = ratings;
        this.sweeps = sweeps;
        this.metrics = metrics;
    }

    Uni<Void> learn(String group, MeshEvent<?> cause, MemoryRated told) {
        return once.run(
                group,
                cause,
                connection -> people.lockShared(connection)
                        .chain(() -> consent.setting(connection))
                        .chain(setting -> setting.covers(told.ratedAt())
                                ? learnOfUser(connection, told)
                                : Uni.createFrom().item(Outcome.OFF))
                        .invoke(metrics::rated)
                        .replaceWithVoid());
    }

    private Uni<Outcome> learnOfUser(SqlConnection connection, MemoryRated told) {
        return consent.takesPart(connection, told.ratedBy(), told.ratedAt())
                .chain(agreed ->
                        agreed ? learn(connection, told) : Uni.createFrom().item(Outcome.OPTED_OUT));
    }

    private Uni<Outcome> learn(SqlConnection connection, MemoryRated told) {
        String said = told.rating();
        if (said == null) {
            return ratings.withdraw(connection, told.memoryId(), told.ratedBy(), told.ratedAt(), false)
                    .replaceWith(Outcome.WITHDRAWN);
        }
        List<UUID> keys = ContextKey.of(told.context()).stream()
                .limit(ContextKey.MOST)
                .map(ContextKey::digest)
                .toList();
        var rating = new Rating(told.memoryId(), told.ratedBy(), value(said), told.ratedAt());
        Uni<Void> before = rating.value() < 0
                ? ratings.wrongEverywhere(connection, rating)
                : ratings.withdraw(connection, rating.memory(), rating.person(), rating.at(), true);
        return keys.isEmpty()
                ? before.replaceWith(Outcome.NO_CONTEXT)
                : before.chain(() -> ratings.put(connection, rating, keys))
                        .chain(() -> people.known(connection, rating.person()))
                        .chain(() -> sweeps.add(connection))
                        .replaceWith(Outcome.LEARNED);
    }

    private static int value(String said) {
        return switch (said) {
            case "useful" -> 1;
            case "wrong" -> -1;
            default -> 0;
        };
    }

    /** Doing it again changes nothing. */
    Uni<Void> forget(TenantId tenant, UUID memory) {
        return transactions
                .inTenant(tenant, connection -> ratings.forgetMemories(connection, List.of(memory)))
                .replaceWithVoid();
    }
}
