package io.mnemesh.cacheservice.inspection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;

class PathRangeTest {

    private static int compare(String one, String other) {
        return Arrays.compareUnsigned(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean isText(String text) {
        return text.codePoints().noneMatch(point -> point == 0 || (point >= 0xD800 && point <= 0xDFFF));
    }

    /** A path is between the ends exactly if it begins with the prefix. */
    @Property
    void shouldHoldWhatBeginsWithThePrefixAndNothingElse(
            @ForAll @StringLength(max = 4) String prefix, @ForAll @StringLength(max = 6) String key) {
        if (!isText(prefix) || !isText(key)) {
            return;
        }
        var range = PathRange.of("docs", prefix);

        for (String path : new String[] {"docs/" + key, "docs/" + prefix + key, "docs." + key}) {
            assertThat(compare(range.from(), path) <= 0 && compare(path, range.to()) < 0)
                    .isEqualTo(path.startsWith("docs/" + prefix));
        }
    }

    @Example
    void shouldStepOverSurrogatesAndTheLastCodePoint() {
        assertThat(PathRange.of("docs", null).to()).isEqualTo("docs0");
        assertThat(PathRange.of("docs", "a\uD7FF").to()).isEqualTo("docs/a\uE000");
        assertThat(PathRange.of("docs", "a" + Character.toString(0x10FFFF)).to())
                .isEqualTo("docs/b");
        assertThat(PathRange.of("docs", Character.toString(0x10FFFF)).to()).isEqualTo("docs0");
    }

    @Example
    void shouldReadOnlyItsOwnCursors() {
        var range = PathRange.of("docs", "a");

        assertThat(range.path(PathRange.cursor("docs/abü"))).isEqualTo("docs/abü");
        assertThatThrownBy(() -> range.path(PathRange.cursor("docs/b"))).hasMessageContaining("nextCursor");
        assertThatThrownBy(() -> range.path(PathRange.cursor("pictures/a"))).hasMessageContaining("nextCursor");
        assertThatThrownBy(() -> range.path("not base64 at all")).hasMessageContaining("nextCursor");
    }
}
