package io.mnemesh.intelligence.errors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mnemesh.intelligence.errors.ErrorHistory.Related;
import io.mnemesh.intelligence.errors.evidence.Success;
import io.mnemesh.intelligence.errors.evidence.Trend.Direction;
import io.mnemesh.intelligence.errors.persistence.HistoryStore.Counts;
import io.mnemesh.intelligence.support.Mesh;
import io.mnemesh.mesh.event.payload.MemoryContext;
import io.mnemesh.mesh.event.payload.PatternDetected;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
class ErrorHistoryTest {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final String ERROR = "order queue is blocked";
    private static final String CAUSE = "payment gateway refuses connections";

    @Inject
    Mesh mesh;

    @Inject
    ErrorAnalyzer analyzer;

    @Inject
    TenantTransactions transactions;

    private final Instant now = Instant.now();
    private String tenant;
    private int learned;

    @BeforeEach
    void newTenant() {
        tenant = "h-" + UUID.randomUUID();
    }

    @Test
    void shouldSayWhatCameBeforeAndTellOfItOnce() {
        quietHours(40);
        for (int hour = 20; hour < 28; hour++) {
            learn(CAUSE, now.minus(Duration.ofHours(hour)).minusSeconds(120));
            learn(ERROR, now.minus(Duration.ofHours(hour)));
        }

        ErrorAnalysis analysis = analyze(ERROR);

        ErrorHistory history = analysis.history();
        assertThat(history.episodes()).isEqualTo(8);
        Related cause = history.probableCause();
        assertThat(cause).isNotNull();
        assertThat(cause.text()).isEqualTo(CAUSE);
        assertThat(cause.group()).isEqualTo(analyze(CAUSE).group().id());
        assertThat(cause.association().support()).isEqualTo(8);
        assertThat(cause.association().episodes()).isEqualTo(8);
        assertThat(cause.association().lift()).isBetween(3.0, 4.0);
        assertThat(analyze(CAUSE).history().causes()).isEmpty();
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(mesh.patterns(tenant, "error-sequence")).hasSize(1));
        PatternDetected told = mesh.patterns(tenant, "error-sequence").getFirst();
        assertThat(told.description())
                .contains(analysis.group().id().toString())
                .contains(cause.group().toString())
                .doesNotContain("payment");
        assertThat(told.support()).isGreaterThanOrEqualTo(4);
    }

    @Test
    void shouldCountOtherEventsAsWhatCameBefore() {
        quietHours(20);
        for (int hour = 30; hour < 34; hour++) {
            mesh.alert(
                    tenant,
                    "Deployment of version " + hour + " began",
                    now.minus(Duration.ofHours(hour)).minusSeconds(60));
        }
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(signals()).isEqualTo(4));
        for (int hour = 30; hour < 34; hour++) {
            learn(ERROR, now.minus(Duration.ofHours(hour)));
        }

        Related cause = analyze(ERROR).history().probableCause();

        assertThat(cause).isNotNull();
        assertThat(cause.group()).isNull();
        assertThat(cause.text()).isEqualTo("alert: Deployment of version <*> began");
        assertThat(cause.association().support()).isEqualTo(4);
        assertThat(cause.association().surely()).isCloseTo(0.51, within(0.01));
    }

    @Test
    void shouldFindNoCauseInWhatIsAlwaysThere() {
        for (int hour = 1; hour < 9; hour++) {
            learn(CAUSE, now.minus(Duration.ofHours(hour)).minusSeconds(120));
            learn(ERROR, now.minus(Duration.ofHours(hour)));
        }

        ErrorAnalysis analysis = analyze(ERROR);

        assertThat(analysis.history().probableCause()).isNull();
        assertThat(analysis.missing()).anyMatch(line -> line.contains("nothing does in 8 episodes"));
    }

    @Test
    void shouldSayWhatIsMissingAfterASingleError() {
        learn(ERROR, now.minusSeconds(60));

        ErrorAnalysis analysis = analyze(ERROR);

        assertThat(analysis.history().counts()).isEqualTo(new Counts(1, 1, 1));
        assertThat(analysis.history().trend().direction()).isEqualTo(Direction.UNKNOWN);
        assertThat(analysis.history().probableCause()).isNull();
        assertThat(analysis.resolutions()).isEmpty();
        assertThat(analysis.missing())
                .containsExactly(
                        "For a trend 5 errors within 7 days; there were 1.",
                        "For a probable cause 3 episodes at least 10 minutes apart; there was 1.",
                        "A similar error that says how it was resolved (details.resolution).");
    }

    @Test
    void shouldTellFrequencyAndTrend() {
        for (int i = 0; i < 9; i++) {
            learn(ERROR, now.minus(Duration.ofMinutes(5L * i + 1)));
        }
        for (int day = 2; day < 6; day++) {
            learn(ERROR, now.minus(Duration.ofDays(day)));
        }

        ErrorHistory history = analyze(ERROR).history();

        assertThat(history.counts()).isEqualTo(new Counts(9, 9, 13));
        assertThat(history.trend().direction()).isEqualTo(Direction.RISING);
        assertThat(history.trend().ratio()).isCloseTo(9 / (4 / 4.0), within(0.01));
        assertThat(history.episodes()).isEqualTo(5);
    }

    @Test
    void shouldNotBeMisledByClocksThatJump() {
        quietHours(12);
        for (Instant jump : new Instant[] {Instant.EPOCH, Instant.parse("2199-01-01T00:00:00Z")}) {
            learn(CAUSE, jump);
            learn(ERROR, jump);
        }
        learn(ERROR, now.minusSeconds(30));

        ErrorAnalysis analysis = analyze(ERROR);

        assertThat(analysis.group().occurrences()).isEqualTo(3);
        assertThat(analysis.history().counts()).isEqualTo(new Counts(1, 1, 1));
        assertThat(analysis.history().probableCause()).isNull();
        assertThat(analysis.missing()).anyMatch(line -> line.contains("dated in the future"));
    }

    @Test
    void shouldRankResolutionsByHowOftenTheyWorked() {
        for (int i = 0; i < 6; i++) {
            learn(ERROR, Map.of("resolution", "Restarted the broker.", "resolutionWorked", i < 5 ? "true" : "false"));
            learn(ERROR, Map.of("resolution", "Waited.", "resolutionWorked", i < 1 ? "yes" : "no"));
        }
        learn(ERROR, Map.of("resolution", "Added a consumer."));

        ErrorAnalysis analysis = analyze(ERROR);

        assertThat(analysis.resolutions())
                .extracting(Success::resolution)
                .containsExactly("Restarted the broker.", "Added a consumer.", "Waited.");
        Success best = analysis.resolutions().getFirst();
        assertThat(best.worked()).isEqualTo(5);
        assertThat(best.failed()).isEqualTo(1);
        assertThat(best.mean()).isCloseTo(6 / 8.0, within(0.001));
        assertThat(analysis.missing()).noneMatch(line -> line.contains("resolution"));
    }

    @Test
    void shouldForgetADecisionThatIsErased() {
        UUID decision = UUID.randomUUID();
        mesh.decision(tenant, decision, "Use the quokka cluster?", now);
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(signals()).isEqualTo(1));

        mesh.publish(mesh.erased(tenant, 1, decision));
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(signals()).isZero());

        mesh.decision(tenant, decision, "Use the quokka cluster?", now);
        learn(ERROR, now);
        assertThat(signals()).isZero();
    }

    @Test
    void shouldSayThatATextOfTenMegabytesWasReadInPart() {
        learn(
                "shop.Bad: x\n" + "\tat shop.Orders.recurse(Orders.java:8)\n".repeat(256_000)
                        + "Caused by: java.io.IOException: gone\n\tat shop.Rows.insert(Rows.java:5)\n",
                now);

        ErrorAnalysis analysis = analyze("shop.Bad: y\n" + "\tat shop.Orders.recurse(Orders.java:8)\n".repeat(10_000)
                + "Caused by: java.io.IOException: gone\n\tat shop.Rows.insert(Rows.java:5)\n");

        assertThat(analysis.group()).isNotNull();
        assertThat(analysis.group().template()).startsWith("java.io.IOException at shop.Rows.insert");
        assertThat(analysis.notice()).contains("characters were looked at");
    }

    /** Hours in which other things happen. */
    private void quietHours(int hours) {
        for (int hour = 1; hour <= hours; hour++) {
            learn("cache line evicted", now.minus(Duration.ofHours(100L + hour)));
        }
    }

    private void learn(String content, Instant at) {
        mesh.error(tenant, content, null, at);
        awaitLearned();
    }

    private void learn(String content, Map<String, String> details) {
        mesh.publish(mesh.createdWith(tenant, UUID.randomUUID(), "error", content, details, now));
        awaitLearned();
    }

    private void awaitLearned() {
        learned++;
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .untilAsserted(() -> assertThat(mesh.learned(tenant)).hasSize(learned));
    }

    private ErrorAnalysis analyze(String error) {
        return analyzer.analyze(new TenantId(tenant), error, MemoryContext.EMPTY)
                .await()
                .atMost(PATIENCE);
    }

    private long signals() {
        return transactions
                .inTenant(
                        new TenantId(tenant),
                        connection -> connection
                                .preparedQuery("select count(*) from error_signal where tenant = $1")
                                .execute(Tuple.of(tenant))
                                .map(rows -> rows.iterator().next().getLong(0)))
                .await()
                .atMost(PATIENCE);
    }
}
