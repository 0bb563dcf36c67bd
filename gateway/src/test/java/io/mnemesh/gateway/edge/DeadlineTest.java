package io.mnemesh.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadlineTest {

    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final long MILLI = 1_000_000;

    @Test
    void shouldBeTheGatewaysWhereTheClientSaysNothing() {
        Deadline deadline = Deadline.of(null, LONGEST, 5);

        assertThat(deadline.leftMillis(5)).isEqualTo(30_000);
        assertThat(deadline.asked()).isFalse();
    }

    @Test
    void shouldBeTheShorterOfBoth() {
        Deadline shorter = Deadline.of("250", LONGEST, 0);
        Deadline longer = Deadline.of("999999999", LONGEST, 0);

        assertThat(shorter.asked()).isTrue();
        assertThat(shorter.leftMillis(100 * MILLI)).isEqualTo(150);
        assertThat(longer.asked()).isFalse();
        assertThat(longer.leftMillis(0)).isEqualTo(30_000);
    }

    @Test
    void shouldLeaveAMillisecondWhenItIsOver() {
        assertThat(Deadline.of("250", LONGEST, 0).leftMillis(900 * MILLI)).isEqualTo(1);
    }

    @Test
    void shouldRefuseWhatCameTooLate() {
        assertThatThrownBy(() -> Deadline.of("0", LONGEST, 0))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.type()).isEqualTo(ProblemType.DEADLINE_EXCEEDED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "1.5", "soon", "9999999999"})
    void shouldRefuseWhatIsNoTime(String header) {
        assertThatThrownBy(() -> Deadline.of(header, LONGEST, 0))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.type()).isEqualTo(ProblemType.MALFORMED_REQUEST));
    }
}
