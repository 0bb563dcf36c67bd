package io.mnemesh.memory.background;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.memory.background.persistence.LeaseRepository;
import io.mnemesh.memory.memories.DueTenants;
import io.mnemesh.memory.memories.persistence.TenantRepository;
import io.mnemesh.memory.storage.TenantSessions;
import io.mnemesh.memory.support.MemoryProfile;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two instances share background work over one database. */
@QuarkusTest
@TestProfile(MemoryProfile.class)
@WithTestResource(value = MeshTestResource.class, scope = TestResourceScope.GLOBAL)
class WorkLeasesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Inject
    LeaseRepository repository;

    @Inject
    TenantSessions sessions;

    @Inject
    TenantRepository tenants;

    @Inject
    TenantTransactions transactions;

    private final TenantId tenant =
            new TenantId("t" + UUID.randomUUID().toString().replace("-", ""));
    private final String work = "test:" + tenant.value();
    private WorkLeases one;
    private WorkLeases other;

    @BeforeEach
    void start() {
        one = instance();
        other = instance();
    }

    private WorkLeases instance() {
        return new WorkLeases(new Worker(UUID.randomUUID()), repository, sessions, Clock.systemUTC());
    }

    private static boolean taken(WorkLeases by, String work) {
        return by.take(work).await().atMost(PATIENCE);
    }

    @Test
    void shouldGiveWorkToOneInstanceUntilItGivesItBack() {
        assertThat(taken(one, work)).isTrue();
        assertThat(taken(one, work)).isTrue();
        assertThat(taken(other, work)).isFalse();
        assertThat(taken(other, work + "-of-another")).isTrue();

        other.release(work).await().atMost(PATIENCE);
        assertThat(taken(other, work)).isFalse();

        one.release(work).await().atMost(PATIENCE);
        assertThat(taken(other, work)).isTrue();
        assertThat(taken(one, work)).isFalse();
    }

    @Test
    void shouldGiveWorkToAnotherInstanceWhenTheFirstIsNotHeardOfAnyMore() {
        assertThat(taken(one, work)).isTrue();

        transactions
                .inSystem(connection -> connection
                        .preparedQuery("update work_lease set lease_until = now() where work = $1")
                        .execute(Tuple.of(work)))
                .await()
                .atMost(PATIENCE);

        assertThat(taken(other, work)).isTrue();
    }

    @Test
    void shouldWorkForATenantOnOneInstanceAtATimeAndGoOnWhereTheOtherStopped() {
        var parts = new ArrayList<String>();
        DueTenants here = due(one);
        DueTenants there = due(other);
        here.add(tenant);
        there.add(tenant);
        // The first instance is in the middle of the work when the other one comes to it.
        here.run(due -> () -> there.run(again -> () -> part(parts, "there", false))
                        .chain(() -> part(parts, "here", parts.size() < 2)))
                .await()
                .atMost(PATIENCE);
        assertThat(parts).containsExactly("here", "here", "here");

        there.run(due -> () -> part(parts, "there", false)).await().atMost(PATIENCE);
        here.run(due -> () -> part(parts, "nobody", false)).await().atMost(PATIENCE);

        assertThat(parts).containsExactly("here", "here", "here", "there");
    }

    @Test
    void shouldLeaveATenantDueAndFreeForOthersWhenItsWorkFails() {
        var parts = new ArrayList<String>();
        DueTenants here = due(one);
        DueTenants there = due(other);
        here.add(tenant);
        there.add(tenant);

        assertThat(here.run(due -> () -> Uni.createFrom().failure(new IllegalStateException("away")))
                        .replaceWith("done")
                        .onFailure()
                        .recoverWithItem("failed")
                        .await()
                        .atMost(PATIENCE))
                .isEqualTo("failed");
        there.run(due -> () -> part(parts, "there", false)).await().atMost(PATIENCE);
        here.run(due -> () -> part(parts, "here", false)).await().atMost(PATIENCE);

        assertThat(parts).containsExactly("there", "here");
    }

    private DueTenants due(WorkLeases leases) {
        return new DueTenants("test", sessions, tenants, leases);
    }

    private static Uni<Boolean> part(List<String> parts, String by, boolean more) {
        return Uni.createFrom().item(() -> {
            parts.add(by);
            return more;
        });
    }
}
