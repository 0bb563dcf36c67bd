package io.mnemesh.intelligence.association;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.intelligence.support.AnswerTimes;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Answers beside 100,000 ratings, half of them in one workspace. */
@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
class AssociationLatencyTest {

    private static final double BAR = 100;
    private static final int TASKS = 50;
    private static final ContextKey WORKSPACE = new ContextKey("workspace", "plant");

    private static final String FILL = """
            insert into association_rating (tenant, context_key, memory_id, person, rating, at)
            select $1, case when n % 2 = 0 then $2 else ($3::uuid[])[1 + n / 2 % 50] end, md5((n / 20)::text)::uuid,
                'user-' || n % 500, 1, now() - n * interval '1 minute'
            from generate_series(0, 99999) as n""";

    private final String tenant = "l-" + UUID.randomUUID();

    @Inject
    Raters raters;

    @Inject
    Associations associations;

    @Inject
    TenantTransactions transactions;

    @Test
    void shouldAnswerWithinATenthOfASecond() {
        raters.turn(tenant, true);
        UUID[] tasks =
                IntStream.range(0, TASKS).mapToObj(task -> task(task).digest()).toArray(UUID[]::new);
        transactions
                .inTenant(
                        new TenantId(tenant),
                        connection -> connection
                                .preparedQuery(FILL)
                                .execute(Tuple.of(tenant, WORKSPACE.digest(), tasks))
                                .chain(() -> connection
                                        .preparedQuery("insert into association_person (tenant, person, takes_part) "
                                                + "select $1, 'user-' || n, true from generate_series(0, 499) as n")
                                        .execute(Tuple.of(tenant))))
                .await()
                .atMost(Duration.ofMinutes(1));
        var caller = new Identity(new TenantId(tenant), "ana", Set.of(), Set.of());
        assertThat(associations
                        .suggest(caller, List.of(WORKSPACE), 10)
                        .await()
                        .atMost(Duration.ofMinutes(1))
                        .suggestions())
                .hasSize(10);

        assertThat(AnswerTimes.p95(BAR, i -> associations.suggest(caller, List.of(task(i % TASKS), WORKSPACE), 10)))
                .as("p95 of an answer, ms")
                .isLessThanOrEqualTo(BAR);
    }

    private static ContextKey task(int number) {
        return new ContextKey("task", "task-" + number);
    }
}
