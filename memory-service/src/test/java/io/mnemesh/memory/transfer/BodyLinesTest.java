package io.mnemesh.memory.transfer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.memory.transfer.BodyLines.Line;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;

class BodyLinesTest {

    @Test
    void shouldNumberLinesFromTheFirstOfTheBody() {
        assertThat(BodyLines.of("a\r\n\nb".getBytes(UTF_8), 7))
                .containsExactly(new Line(7, "a"), new Line(8, ""), new Line(9, "b"));
        assertThat(BodyLines.of("a\n".getBytes(UTF_8), 1)).containsExactly(new Line(1, "a"));
        assertThat(BodyLines.of(new byte[0], 1)).isEmpty();
    }

    @Test
    void shouldHaveNoTextForWhatCannotBeKept() {
        byte[] longest = ("x".repeat(BodyLines.LONGEST) + "\n" + "y".repeat(BodyLines.LONGEST + 1)).getBytes(UTF_8);

        assertThat(BodyLines.of(longest, 1))
                .extracting(line -> line.text() == null)
                .containsExactly(false, true);
        assertThat(BodyLines.of("\u00e4\n".getBytes(ISO_8859_1), 1)).containsExactly(new Line(1, null));
        assertThat(BodyLines.of("a\0b".getBytes(UTF_8), 1)).containsExactly(new Line(1, null));
    }

    @Property
    void shouldFindAgainWhatWasJoined(@ForAll @NotEmpty List<@CharRange(from = ' ', to = 'z') String> lines) {
        byte[] body = (String.join("\n", lines) + "\n").getBytes(UTF_8);

        assertThat(BodyLines.of(body, 1)).extracting(Line::text).containsExactlyElementsOf(lines);
    }
}
