package io.mnemesh.mesh.deadline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestDeadlineTest {

    @Test
    void shouldCountFromTheArrival() {
        assertThat(RequestDeadline.endsAt("250", 5)).hasValue(250_000_005);
        assertThat(RequestDeadline.endsAt("0", 5)).hasValue(5);
        assertThat(RequestDeadline.endsAt("999999999", 0)).hasValue(999_999_999_000_000L);
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"-1", "1.5", "soon", "1000000000", "١"})
    void shouldTakeWhatIsNoNumberForNothing(String header) {
        assertThat(RequestDeadline.endsAt(header, 5)).isEmpty();
    }
}
