package io.mnemesh.memory.memories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mnemesh.mesh.problem.ProblemException;
import java.time.Instant;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class PositionTest {

    @Property
    void shouldReadWhatItWrote(
            @ForAll @LongRange(min = -62_135_596_800L, max = 253_402_300_799L) long second,
            @ForAll long high,
            @ForAll long low,
            @ForAll String list) {
        var position = new Position(Instant.ofEpochSecond(second, 123_456_000), new UUID(high, low));

        assertThat(Position.decode(position.encode(list), list)).isEqualTo(position);
    }

    @Property
    void shouldRefuseWhatItDidNotWrite(@ForAll String token) {
        assertThatThrownBy(() -> Position.decode(token, "list"))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("cursor");
    }

    @Property(tries = 50)
    void shouldRefuseTheTokenOfAnotherList(@ForAll long low) {
        String token = new Position(Instant.EPOCH, new UUID(1, low)).encode("one list");

        assertThatThrownBy(() -> Position.decode(token, "another list")).isInstanceOf(ProblemException.class);
    }
}
