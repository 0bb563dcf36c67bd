package io.mnemesh.memory.search;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SearchNoticeTest {

    @Test
    void shouldSayEverythingThatKeepsASearchFromBeingAsGoodAsItCouldBe() {
        assertThat(SearchService.notice(true, true)).isNull();
        assertThat(SearchService.notice(false, true)).isEqualTo(SearchService.NO_VECTOR);
        assertThat(SearchService.notice(true, false)).isEqualTo(SearchService.INCOMPLETE);
        assertThat(SearchService.notice(false, false))
                .isEqualTo(SearchService.NO_VECTOR + " " + SearchService.INCOMPLETE);
    }
}
