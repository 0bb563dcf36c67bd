package io.mnemesh.realtime.compression;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeflateOffersTest {

    private static final String ANSWER = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "permessage-deflate",
                "permessage-deflate; client_max_window_bits",
                "permessage-deflate; client_max_window_bits=12; client_no_context_takeover",
                "Permessage-Deflate;server_no_context_takeover",
                "x-webkit-deflate-frame, permessage-deflate",
                "permessage-deflate; server_max_window_bits=10, permessage-deflate"
            })
    void shouldTakeOffersWithoutContextTakeover(String offer) {
        assertThat(DeflateOffers.answer(List.of(offer))).isEqualTo(ANSWER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "permessage-bzip2",
                "permessage-deflate; server_max_window_bits=10",
                "permessage-deflate; server_max_window_bits",
                "permessage-deflate; client_max_window_bits=7",
                "permessage-deflate; client_no_context_takeover; client_no_context_takeover",
                "permessage-deflate; server_no_context_takeover=1",
                "permessage-deflate; level=9"
            })
    void shouldDeclineWhatItCannotHold(String offer) {
        assertThat(DeflateOffers.answer(List.of(offer))).isNull();
    }

    @Test
    void shouldNameTheWindowThatWasAskedFor() {
        assertThat(DeflateOffers.answer(List.of("x", "permessage-deflate; server_max_window_bits=\"15\"")))
                .isEqualTo(ANSWER + "; server_max_window_bits=15");
    }
}
