package io.mnemesh.memory.relations;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NamesTest {

    @Test
    void shouldFindNamesAlsoAtTheBeginningOfSentences() {
        assertThat(Names.in("Ana flew to São Paulo on Monday. Then she met Bilal-Ali at OERD."))
                .containsExactly("ana", "são", "paulo", "bilal-ali", "oerd");
        assertThat(Names.in("the meeting is at ten. It was moved.")).isEmpty();
    }
}
