package io.mnemesh.cache.declarative;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class KeyTextTest {

    @Provide
    Arbitrary<List<String>> parts() {
        return Arbitraries.strings()
                .withChars('%', '/', 'n', 'e', '2', '5', 'F', '0', '*', '\0')
                .ofMaxLength(4)
                .injectNull(0.1)
                .list()
                .ofSize(2);
    }

    @Property(tries = 2000)
    void shouldBeEqualOnlyIfThePartsAre(@ForAll("parts") List<String> one, @ForAll("parts") List<String> other) {
        assertThat(KeyText.of(one).equals(KeyText.of(other))).isEqualTo(one.equals(other));
    }

    @Property(tries = 200)
    void shouldBeAKeyThatCachesTake(@ForAll("parts") List<String> parts) {
        assertThat(KeyText.of(parts)).isNotEmpty().doesNotContain("\0");
    }

    @Test
    void shouldReadAsItsParts() {
        var id = UUID.fromString("0190a6c0-0000-7000-8000-000000000001");

        assertThat(KeyText.of(List.of())).isEqualTo("*");
        assertThat(KeyText.of(List.of(id))).isEqualTo("0190a6c0-0000-7000-8000-000000000001");
        assertThat(KeyText.of(List.of("a/b", 7, true, TimeUnit.DAYS))).isEqualTo("a%2Fb/7/true/DAYS");
        assertThat(KeyText.of(Arrays.asList(null, "", "100%"))).isEqualTo("%n/%e/100%25");
    }
}
