package io.mnemesh.intelligence.association;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mnemesh.intelligence.association.persistence.ConsentStore;
import io.mnemesh.intelligence.association.persistence.RatingStore;
import io.mnemesh.intelligence.association.persistence.RatingStore.Rating;
import io.mnemesh.intelligence.association.persistence.SweepList;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
class RatingSweepTest {

    private static final String TASK = "mend-pump";
    private static final Duration TOO_LONG = Duration.ofDays(366);

    private final String tenant = "w-" + UUID.randomUUID();
    private final UUID manual = UUID.randomUUID();

    @Inject
    Raters raters;

    @Inject
    RatingSweep sweep;

    @Inject
    RatingStore ratings;

    @Inject
    ConsentStore people;

    @Inject
    SweepList list;

    @Inject
    TenantTransactions transactions;

    @BeforeEach
    void agree() {
        raters.turn(tenant, true);
    }

    @Test
    void shouldRemoveWhatIsPastItsTimeAtTheSweepAndLeaveItOutUntilThen() {
        List.of("ben", "cleo", "dora").forEach(user -> rate(user, TOO_LONG));

        raters.useful(tenant, manual, TASK, "emil", "fay");

        assertThat(raters.rows(tenant, "association_rating"))
                .as("with task and workspace")
                .isEqualTo(3 + 2 * 2);
        assertThat(raters.found(tenant, "ana", TASK)).isEmpty();

        assertThat(done(sweep.sweep(new TenantId(tenant)))).isEqualTo(3);

        assertThat(raters.rows(tenant, "association_rating")).isEqualTo(2 * 2);
        assertThat(raters.rows(tenant, "association_person")).isEqualTo(2);
        raters.useful(tenant, manual, TASK, "gus");
        assertThat(raters.found(tenant, "ana", TASK)).containsExactly(manual.toString());
    }

    @Test
    void shouldSweepTenantsThatAreDueUntilTheyHaveNothingLeft() {
        rate("ben", TOO_LONG);
        run(list::add);
        assertThat(listed()).isTrue();

        await().atMost(Raters.PATIENCE).pollInterval(Duration.ofMillis(50)).untilAsserted(() -> {
            done(sweep.sweep());
            assertThat(raters.rows(tenant, "association_rating")).isZero();
        });

        assertThat(listed()).isFalse();
    }

    @Test
    void shouldBeDueWhenSomethingIsLearnedAndNotAgainBeforeItsTime() {
        raters.useful(tenant, manual, TASK, "ben");
        assertThat(listed()).isTrue();

        await().atMost(Raters.PATIENCE).pollInterval(Duration.ofMillis(50)).untilAsserted(() -> {
            done(sweep.sweep());
            assertThat(due()).isFalse();
        });

        assertThat(listed()).isTrue();
        assertThat(raters.rows(tenant, "association_rating")).isEqualTo(2);
    }

    private void rate(String user, Duration ago) {
        var rating = new Rating(manual, user, 1, Instant.now().minus(ago));
        var key = new ContextKey("task", TASK).digest();
        run(connection -> ratings.put(connection, rating, List.of(key)).chain(() -> people.known(connection, user)));
    }

    private boolean listed() {
        return swept("select 1 from association_sweep where tenant = $1");
    }

    private boolean due() {
        return swept("select 1 from association_sweep where tenant = $1 and due_at <= now()");
    }

    private boolean swept(String sql) {
        return done(transactions.inSystem(
                                connection -> connection.preparedQuery(sql).execute(Tuple.of(tenant))))
                        .rowCount()
                > 0;
    }

    private <T> void run(Function<SqlConnection, Uni<T>> work) {
        done(transactions.inTenant(new TenantId(tenant), work));
    }

    private static <T> T done(Uni<T> work) {
        return work.await().atMost(Raters.PATIENCE);
    }
}
