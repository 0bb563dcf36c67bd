package io.mnemesh.realtime.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mnemesh.mesh.problem.ProblemException;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventCursorTest {

    @Test
    void shouldComeBackAsItWentOut() {
        var cursor = new EventCursor(Instant.parse("2026-01-31T12:00:00.123456Z"), new UUID(1, 2));

        assertThat(EventCursor.decode(cursor.encode())).isEqualTo(cursor);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "%", "abc", "MjAyNiB4"})
    void shouldRefuseWhatIsNoCursor(String text) {
        assertThatThrownBy(() -> EventCursor.decode(text))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.extensions()).containsEntry("field", "cursor"));
    }
}
