package io.mnemesh.cache.prefetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.cache.prefetch.Numbered.Family;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumberedTest {

    @Test
    void shouldSplitAtTheLastNumber() {
        assertThat(Numbered.of("v2/page:17:meta")).isEqualTo(new Numbered(new Family("v2/page:", 0, ":meta"), 17));
        assertThat(Numbered.of("page-007")).isEqualTo(new Numbered(new Family("page-", 3, ""), 7));
        assertThat(Numbered.of("0")).isEqualTo(new Numbered(new Family("", 0, ""), 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "page", "id-1234567890123456789", "٣"})
    void shouldHaveNoNumber(String key) {
        assertThat(Numbered.of(key)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a1", "1", "x:0", "x:00", "009b", "a1b2c3", "p-999999999999999999"})
    void shouldMakeTheSameKeyOfItsParts(String key) {
        var numbered = Numbered.of(key);

        assertThat(numbered.family().key(numbered.number())).isEqualTo(key);
    }

    @Test
    void shouldMakeNoKeyOfANumberThatDoesNotFit() {
        assertThat(new Family("p", 2, "").key(100)).isNull();
        assertThat(new Family("p", 0, "").key(-1)).isNull();
        assertThat(new Family("p", 0, "").key(100)).isEqualTo("p100");
    }
}
