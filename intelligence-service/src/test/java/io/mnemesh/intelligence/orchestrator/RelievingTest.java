package io.mnemesh.intelligence.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.mnemesh.intelligence.orchestrator.policy.LoadOutlook;
import io.mnemesh.intelligence.orchestrator.policy.Restraint;
import io.mnemesh.mesh.order.GatewayOrder;
import io.mnemesh.mesh.order.GatewayWord;
import io.mnemesh.mesh.order.GatewayWord.Seen;
import io.mnemesh.testing.ConfigDefaults;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Two replicas that hold 1.4 cores together. */
class RelievingTest {

    private static final Instant AT = Instant.parse("2026-11-28T10:00:00Z");
    private static final String SERVICE = "memory";

    private final FakeRelays relays = new FakeRelays();
    private Relieving relieving = relieving(60);
    private int minute;

    private Relieving relieving(int budget) {
        var config = ConfigDefaults.of(OrchestratorConfig.class).validated();
        return new Relieving(
                config, relays, UUID::randomUUID, new Audit(new Restraint(Duration.ofMinutes(2), budget), List.of()));
    }

    private List<ActionRecord> minute(double load, Mode mode) {
        return minute(SERVICE, load, mode, Map.of());
    }

    private List<ActionRecord> minute(String service, double load, Mode mode, Map<String, Instant> cancelled) {
        Instant now = AT.plusSeconds(60L * minute++);
        relieving.look(cancelled);
        relieving.offered(service, load);
        return relieving.decide(service, load, new LoadOutlook(load, load, 1, 100), 2, false, mode, now);
    }

    @Test
    void shouldRehearseGiveRenewAndTakeBack() {
        List<ActionRecord> given = minute(2, Mode.APPLY);

        assertThat(relays.done).containsExactly("rehearsed shed memory", "shed memory");
        assertThat(given)
                .extracting(
                        ActionRecord::kind,
                        ActionRecord::target,
                        ActionRecord::detail,
                        ActionRecord::outcome,
                        ActionRecord::note)
                .containsExactly(tuple(
                        "shed_bulk",
                        "memory:bulk",
                        "low priority has 0 % of the limit",
                        Outcome.APPLIED,
                        "1 of 1 gateways do."));
        GatewayOrder order = relays.inForce.values().iterator().next();
        assertThat(order.until()).isEqualTo(AT.plus(Duration.ofMinutes(3)));

        assertThat(minute(1, Mode.APPLY)).isEmpty();
        assertThat(relays.inForce.get(order.id()).until()).isEqualTo(AT.plus(Duration.ofMinutes(4)));
        minute(0.1, Mode.APPLY);
        minute(0.1, Mode.APPLY);
        List<ActionRecord> back = minute(0.1, Mode.APPLY);

        assertThat(back)
                .extracting(ActionRecord::kind, ActionRecord::detail, ActionRecord::outcome)
                .containsExactly(tuple("restore_bulk", "the order of 2026-11-28T10:00:00Z ends", Outcome.APPLIED));
        assertThat(relays.inForce).isEmpty();
    }

    @Test
    void shouldTellAdviceOnceAndWhenItWouldBeTakenBack() {
        assertThat(minute(2, Mode.ADVISE))
                .extracting(ActionRecord::kind, ActionRecord::outcome)
                .containsExactly(tuple("shed_bulk", Outcome.ADVISED));
        for (int i = 0; i < 5; i++) {
            assertThat(minute(2, Mode.ADVISE)).isEmpty();
        }
        minute(0.1, Mode.ADVISE);
        minute(0.1, Mode.ADVISE);
        assertThat(minute(0.1, Mode.ADVISE))
                .extracting(ActionRecord::kind, ActionRecord::outcome)
                .containsExactly(tuple("restore_bulk", Outcome.ADVISED));
        assertThat(relays.done).isEmpty();
    }

    @Test
    void shouldOnlyRehearseInADryRun() {
        assertThat(minute(2, Mode.DRY_RUN))
                .extracting(ActionRecord::outcome, ActionRecord::note)
                .containsExactly(tuple(Outcome.DRY_RUN, "1 of 1 gateways would."));
        assertThat(minute(2, Mode.DRY_RUN)).isEmpty();
        assertThat(relays.done).containsExactly("rehearsed shed memory");
        assertThat(minute(2, Mode.APPLY)).extracting(ActionRecord::outcome).containsExactly(Outcome.APPLIED);
    }

    @Test
    void shouldSayThatThereIsNoKey() {
        relays.canOrder = false;

        assertThat(minute(2, Mode.APPLY))
                .extracting(ActionRecord::outcome, ActionRecord::note)
                .containsExactly(tuple(
                        Outcome.ADVISED, "There is no key to sign orders to the gateways with (mnemesh.orders.key)."));
    }

    @Test
    void shouldNotGiveWhatTheGatewaysRefuse() {
        relays.refusal = "None of 1 gateways would: It lasts too long.";

        assertThat(minute(2, Mode.APPLY))
                .extracting(ActionRecord::outcome, ActionRecord::note)
                .containsExactly(tuple(Outcome.FAILED, relays.refusal));
        assertThat(relays.inForce).isEmpty();
    }

    @Test
    void shouldTakeEverythingBackWhenItMayNotActAnyMore() {
        minute(2, Mode.APPLY);

        List<ActionRecord> news = minute(2, Mode.OFF);

        assertThat(news)
                .extracting(ActionRecord::kind, ActionRecord::reason, ActionRecord::outcome)
                .containsExactly(tuple("restore_bulk", "The mode is off.", Outcome.APPLIED));
        assertThat(relays.inForce).isEmpty();
        assertThat(minute(2, Mode.OFF)).isEmpty();
    }

    @Test
    void shouldKeepWithinTheBudgetButTakeBackInAnyCase() {
        relieving = relieving(1);
        minute(2, Mode.APPLY);

        assertThat(minute(2, Mode.ADVISE)).extracting(ActionRecord::kind).contains("restore_bulk");
        minute += 3;
        assertThat(minute(2, Mode.APPLY))
                .extracting(
                        ActionRecord::outcome,
                        record -> String.valueOf(record.note()).substring(0, 7))
                .containsExactly(tuple(Outcome.REFUSED, "budget:"));
    }

    @Test
    void shouldNotOrderAgainWhatAnOperatorCancelled() {
        List<ActionRecord> news =
                minute(SERVICE, 2, Mode.APPLY, Map.of("memory:bulk", AT.minus(Duration.ofMinutes(10))));

        assertThat(news)
                .extracting(ActionRecord::outcome, ActionRecord::note)
                .containsExactly(
                        tuple(Outcome.REFUSED, "cancelled: An operator took it back at 2026-11-28T09:50:00Z."));
        assertThat(relays.done).isEmpty();
    }

    @Test
    void shouldGoOnWithTheOrdersOfWhoDecidedBefore() {
        minute(2, Mode.APPLY);
        relieving = relieving(60);

        assertThat(minute(2, Mode.APPLY)).isEmpty();

        assertThat(relays.inForce).hasSize(1);
        assertThat(relays.inForce.values().iterator().next().until()).isEqualTo(AT.plus(Duration.ofMinutes(4)));
    }

    @Test
    void shouldDecideNothingWhereTheGatewaysCannotBeHeard() {
        relays.deaf = true;

        assertThat(minute(2, Mode.APPLY)).isEmpty();
        assertThat(relays.done).isEmpty();
    }

    @Test
    void shouldShedEverywhereForTheGatewayItself() {
        assertThat(minute("gateway", 2, Mode.APPLY, Map.of()))
                .extracting(ActionRecord::service)
                .containsExactly("*");
        assertThat(relays.done).contains("shed *");
        assertThat(minute("gateway", 2, Mode.APPLY, Map.of())).isEmpty();
    }

    @Test
    void shouldOpenTheBreakerOfAnInstanceByWhatAllGatewaysSee() {
        said(0, 0, 0);
        assertThat(minute(0.1, Mode.APPLY)).isEmpty();
        said(60, 30, 60);

        List<ActionRecord> news = minute(0.1, Mode.APPLY);

        assertThat(relays.done).containsExactly("rehearsed open bad:1", "open bad:1");
        assertThat(news)
                .extracting(ActionRecord::kind, ActionRecord::target, ActionRecord::reason)
                .containsExactly(tuple(
                        "open_breaker",
                        "memory@bad:1",
                        "50.0 % of its 120 requests of the last minutes failed, and 0.00 % of those of the others."));
    }

    private void said(long badRequests, long badFailures, long goodRequests) {
        relays.words = List.of(
                word("gateway-1", badRequests, badFailures, goodRequests),
                word("gateway-2", badRequests, badFailures, goodRequests));
    }

    private static GatewayWord word(String gateway, long badRequests, long badFailures, long goodRequests) {
        return new GatewayWord(
                gateway,
                AT,
                List.of(
                        new Seen(SERVICE, "bad:1", badRequests, badFailures),
                        new Seen(SERVICE, "good:1", goodRequests, 0)),
                List.of());
    }
}
