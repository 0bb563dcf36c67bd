package io.mnemesh.mesh.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import java.time.Duration;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class WireReplyTest {

    @Property(tries = 200)
    void shouldReadBackWhatItWrites(
            @ForAll ProblemType type, @ForAll String detail, @ForAll @LongRange(min = 0, max = 1 << 20) long millis) {
        // Given
        var problem = new ProblemException(type, detail, Map.of("field", detail), Duration.ofMillis(millis), null);

        // When
        ProblemException read = WireReply.decode(WireReply.encode(problem));

        // Then
        assertThat(read.type()).isEqualTo(type);
        assertThat(read.detail()).isEqualTo(detail);
        assertThat(read.extensions()).isEqualTo(Map.of("field", detail));
        assertThat(read.retryAfter()).isEqualTo(Duration.ofMillis(millis));
    }

    @Property(tries = 200)
    void shouldBearAnyText(@ForAll String text) {
        assertThat(WireReply.decode(text).type()).isIn((Object[]) ProblemType.values());
    }
}
