package io.mnemesh.intelligence.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.intelligence.orchestrator.persistence.ActionStore;
import io.mnemesh.intelligence.orchestrator.persistence.MinuteStore;
import io.mnemesh.intelligence.orchestrator.persistence.ModeStore;
import io.mnemesh.intelligence.orchestrator.persistence.PlanStore;
import io.mnemesh.intelligence.sql.TenantSql;
import io.mnemesh.mesh.id.Ids;
import io.mnemesh.mesh.load.LoadReports;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.redis.MeshInstance;
import io.mnemesh.testing.MeshTestResource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two instances, of which one decides. */
@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
class OrchestratorLeaseTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    TenantTransactions transactions;

    @Inject
    MinuteStore minutes;

    @Inject
    ActionStore actions;

    @Inject
    ModeStore modes;

    @Inject
    PlanStore plans;

    @Inject
    LoadReports reports;

    @Inject
    Fleet fleet;

    @Inject
    Relays relays;

    @Inject
    OrchestratorConfig config;

    @Inject
    OrchestratorMetrics metrics;

    @Inject
    Ids ids;

    @Inject
    Clock clock;

    private final MeshInstance first = MeshInstance.of("intelligence");
    private final MeshInstance second = MeshInstance.of("intelligence");

    @BeforeEach
    void free() {
        Lease.free(transactions);
    }

    @Test
    void shouldLeaveTheLeaseToAnotherWhenItStops() {
        Orchestrator one = orchestrator(first);
        Orchestrator other = orchestrator(second);
        look(one);
        look(other);
        assertThat(holders()).containsExactly(first.id());

        one.stop(new ShutdownEvent());
        look(one);
        look(other);

        assertThat(holders()).containsExactly(second.id());
        other.stop(new ShutdownEvent());
        assertThat(holders()).isEmpty();
    }

    @Test
    void shouldNotTakeTheLeaseFromAnotherWhenItStops() {
        Orchestrator one = orchestrator(first);
        Orchestrator other = orchestrator(second);
        look(one);
        look(other);

        other.stop(new ShutdownEvent());

        assertThat(holders()).containsExactly(first.id());
        one.stop(new ShutdownEvent());
    }

    private Orchestrator orchestrator(MeshInstance instance) {
        return new Orchestrator(
                transactions,
                minutes,
                actions,
                modes,
                plans,
                reports,
                fleet,
                relays,
                config,
                metrics,
                instance,
                ids,
                clock);
    }

    private static void look(Orchestrator orchestrator) {
        orchestrator.look().await().atMost(PATIENCE);
    }

    private List<String> holders() {
        return transactions
                .inSystem(connection -> TenantSql.query(connection, "select holder from orchestrator_lease")
                        .map(rows -> TenantSql.list(rows, row -> row.getString("holder"))))
                .await()
                .atMost(PATIENCE);
    }
}
