package io.mnemesh.gateway.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mnemesh.gateway.relay.balance.CostClass;
import io.mnemesh.gateway.relay.balance.Priority;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.mesh.tenancy.TenantId;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PrioritiesTest {

    private static Identity with(String role) {
        return new Identity(new TenantId("acme"), "ana", Set.of(role), Set.of());
    }

    @Test
    void shouldFollowTheKindOfRequest() {
        assertThat(Priorities.ofRequest(null, CostClass.READ, with("member"))).isEqualTo(Priority.NORMAL);
        assertThat(Priorities.ofRequest(null, CostClass.BULK, with("admin"))).isEqualTo(Priority.LOW);
        assertThat(Priorities.ofRequest("now", CostClass.READ, with("admin"))).isEqualTo(Priority.NORMAL);
    }

    @Test
    void shouldLetEverybodyAskForLess() {
        assertThat(Priorities.ofRequest("low", CostClass.READ, null)).isEqualTo(Priority.LOW);
    }

    @Test
    void shouldRaiseOnlyThoseOfARole() {
        assertThat(Priorities.ofRequest("high", CostClass.READ, with("member"))).isEqualTo(Priority.NORMAL);
        assertThat(Priorities.ofRequest("normal", CostClass.BULK, with("member")))
                .isEqualTo(Priority.LOW);
        assertThat(Priorities.ofRequest("high", CostClass.BULK, with("priority")))
                .isEqualTo(Priority.HIGH);
        assertThat(Priorities.ofRequest("high", CostClass.READ, null)).isEqualTo(Priority.NORMAL);
    }

    @Test
    void shouldRefuseAMessageOfUnknownPriority() {
        assertThatThrownBy(() -> Priorities.ofMessage("now", with("admin"))).isInstanceOf(ProblemException.class);
    }

    @Test
    void shouldTakeUrgentMessagesOnlyOfThoseOfARole() {
        assertThat(Priorities.ofMessage(null, with("member"))).isEqualTo(Priority.NORMAL);
        assertThat(Priorities.ofMessage("low", with("member"))).isEqualTo(Priority.LOW);
        assertThat(Priorities.ofMessage("high", with("priority"))).isEqualTo(Priority.HIGH);
        assertThatThrownBy(() -> Priorities.ofMessage("high", with("member")))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.type()).isEqualTo(ProblemType.FORBIDDEN));
    }

    @Test
    void shouldSendAsUrgentOnlyWhatItsSenderMayStillAskFor() {
        assertThat(Priorities.ofDelivery(Priority.HIGH, with("priority"))).isEqualTo(Priority.HIGH);
        assertThat(Priorities.ofDelivery(Priority.HIGH, with("member"))).isEqualTo(Priority.NORMAL);
        assertThat(Priorities.ofDelivery(Priority.LOW, with("member"))).isEqualTo(Priority.LOW);
    }
}
