package io.mnemesh.memory.index.ranking;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextFormTest {

    @Test
    void shouldTellAStatementFromAQuestion() {
        assertThat(TextForm.of("I moved to Oslo yesterday.")).isEqualTo(new TextForm(5, 0, false, true));
        assertThat(TextForm.of("Nice! How are you? ")).isEqualTo(new TextForm(4, 0.5, true, false));
        assertThat(TextForm.of("Really??")).isEqualTo(new TextForm(1, 1, true, false));
        assertThat(TextForm.of("")).isEqualTo(new TextForm(0, 0, false, false));
    }
}
