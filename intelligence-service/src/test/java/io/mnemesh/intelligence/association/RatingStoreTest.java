package io.mnemesh.intelligence.association;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mnemesh.intelligence.association.persistence.ConsentStore;
import io.mnemesh.intelligence.association.persistence.RatingStore;
import io.mnemesh.intelligence.association.persistence.RatingStore.Found;
import io.mnemesh.intelligence.association.persistence.RatingStore.Look;
import io.mnemesh.intelligence.association.persistence.RatingStore.Rating;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What is counted of the rows, at times of its own choice. */
@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
class RatingStoreTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final Duration HALF_LIFE = Duration.ofDays(10);
    private static final UUID KEY = new ContextKey("task", "mend-pump").digest();

    private final TenantId tenant = new TenantId("r-" + UUID.randomUUID());
    private final UUID manual = UUID.randomUUID();

    @Inject
    TenantTransactions transactions;

    @Inject
    RatingStore ratings;

    @Inject
    ConsentStore people;

    @Test
    void shouldLetRatingsFadeAndLookAtNoneThatIsTooOld() {
        rate("ben", 1, 0);
        rate("cleo", 1, 10);
        rate("dora", 1, 20);
        rate("emil", 0, 10);
        rate("fay", -1, 10);
        rate("gus", 1, 400);

        Found found = found("ana", 5_000).getFirst();

        assertThat(found.memory()).isEqualTo(manual);
        assertThat(found.shares().support()).isEqualTo(3);
        assertThat(found.shares().useful()).isEqualTo(1.75, within(1e-9));
        assertThat(found.shares().against()).isEqualTo(1.5, within(1e-9));
        assertThat(found.shares().people()).isEqualTo(5);
        assertThat(found.shares().anywhere()).isEqualTo(3);
        assertThat(found.shares().everybody()).isEqualTo(6);
    }

    @Test
    void shouldLookAtTheLatestOnly() {
        for (int day = 0; day < 6; day++) {
            rate("user-" + day, 1, day);
        }

        assertThat(found("ana", 4).getFirst().shares().support()).isEqualTo(4);
        assertThat(found("user-0", 4).getFirst().shares().support()).isEqualTo(4);
        assertThat(found("ana", 2)).isEmpty();
    }

    @Test
    void shouldKeepTheLatestOfTooMany() {
        for (int day = 0; day < 6; day++) {
            rate("user-" + day, 1, day);
        }

        run(connection -> ratings.removeBeyond(connection, 4, 10)
                .chain(() -> ratings.removeBefore(connection, NOW.minus(Duration.ofDays(2)), 10))
                .chain(() -> people.forgetSilent(connection)));

        Found found = found("ana", 5_000).getFirst();
        assertThat(found.shares().support()).isEqualTo(3);
        assertThat(found.shares().everybody()).isEqualTo(3);
    }

    @Test
    void shouldRemoveTheOldestFirstAndNoMoreThanIsAskedFor() {
        for (int day = 0; day < 6; day++) {
            rate("user-" + day, 1, day);
        }

        long oldest = run(connection -> ratings.removeBefore(connection, NOW, 2));
        Found left = found("ana", 5_000).getFirst();
        long surplus = run(connection -> ratings.removeBeyond(connection, 1, 2));
        long rest = run(connection -> ratings.removeBefore(connection, NOW.plusSeconds(1), 10));

        assertThat(oldest).isEqualTo(2);
        assertThat(left.shares().support()).isEqualTo(4);
        assertThat(surplus).isEqualTo(2);
        assertThat(rest).isEqualTo(2);
    }

    private void rate(String user, int value, int daysAgo) {
        var rating = new Rating(manual, user, value, NOW.minus(Duration.ofDays(daysAgo)));
        run(connection -> ratings.put(connection, rating, List.of(KEY)).chain(() -> people.known(connection, user)));
    }

    private List<Found> found(String except, int lookedAt) {
        var look = new Look(3, NOW, HALF_LIFE, NOW.minus(Duration.ofDays(365)), lookedAt);
        return run(connection -> ratings.found(connection, List.of(KEY), except, look));
    }

    private <T> T run(Function<SqlConnection, Uni<T>> work) {
        return transactions.inTenant(tenant, work).await().atMost(PATIENCE);
    }
}
