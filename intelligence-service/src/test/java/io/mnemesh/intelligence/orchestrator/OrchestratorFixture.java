package io.mnemesh.intelligence.orchestrator;

import static io.restassured.RestAssured.given;

import io.mnemesh.mesh.load.LoadReport;
import io.mnemesh.mesh.load.LoadReports;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.testing.identity.TestTokens;
import io.restassured.specification.RequestSpecification;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;

/** An orchestrator that decides when it is told to look, a service that tells of its load, and an operator who asks. */
abstract class OrchestratorFixture {

    static final Duration PATIENCE = Duration.ofSeconds(20);
    static final String OPTIMIZATION = "/api/v2/ai/autonomous-optimization";

    @Inject
    Orchestrator orchestrator;

    @Inject
    TenantTransactions transactions;

    @Inject
    LoadReports reports;

    @Inject
    Clock clock;

    final String service = "s-" + UUID.randomUUID();

    @BeforeEach
    void decide() {
        Lease.free(transactions);
    }

    /** An instance of a service is this busy. */
    void carries(String name, double cores) {
        done(reports.tell(new LoadReport(name, name + "-1", clock.instant(), cores, 0.5, 10, 0)));
    }

    static RequestSpecification operator() {
        return given().auth().oauth2(TestTokens.of("mesh", "olga", Identity.OPERATOR));
    }

    static <T> T done(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }
}
