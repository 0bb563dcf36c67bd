package io.mnemesh.gateway.relay.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class WaitingLineTest {

    private final WaitingLine line = new WaitingLine(3);
    private final List<String> told = new ArrayList<>();

    private WaitingLine.Place join(Priority priority, String name) {
        return Objects.requireNonNull(
                line.join(priority, () -> told.add(name + " entered"), () -> told.add(name + " displaced")));
    }

    @Test
    void shouldLetTheMostUrgentInFirstAndThenTheEarlier() {
        join(Priority.LOW, "low");
        join(Priority.HIGH, "first");
        join(Priority.HIGH, "second");

        for (Priority next = line.next(); next != null; next = line.next()) {
            Objects.requireNonNull(line.poll(next)).entered.run();
        }

        assertThat(told).containsExactly("first entered", "second entered", "low entered");
    }

    @Test
    void shouldDisplaceTheLeastUrgentThatCameLast() {
        join(Priority.NORMAL, "normal");
        join(Priority.LOW, "low");
        WaitingLine.Place last = join(Priority.LOW, "last");

        join(Priority.HIGH, "high");

        assertThat(told).containsExactly("last displaced");
        assertThat(last.leave()).isFalse();
        assertThat(line.size()).isEqualTo(3);
    }

    @Test
    void shouldHaveNoPlaceForWhatIsNotMoreUrgent() {
        join(Priority.LOW, "1");
        join(Priority.LOW, "2");
        join(Priority.LOW, "3");

        assertThat(line.join(Priority.LOW, () -> {}, () -> {})).isNull();
        assertThat(told).isEmpty();
    }

    @Test
    void shouldForgetWhoLeaves() {
        WaitingLine.Place place = join(Priority.HIGH, "high");

        assertThat(place.leave()).isTrue();
        assertThat(place.leave()).isFalse();
        assertThat(line.next()).isNull();
    }
}
