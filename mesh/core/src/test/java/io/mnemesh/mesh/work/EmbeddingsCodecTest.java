package io.mnemesh.mesh.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class EmbeddingsCodecTest {

    @Test
    void shouldCarryTheModelThatIsNamed() {
        byte[] bytes = EmbeddingsCodec.encodeRequest(List.of("a", "größer"), "all-mpnet-base-v2");

        assertThat(EmbeddingsCodec.decodeRequest(bytes))
                .isEqualTo(new EmbeddingsCodec.Request(List.of("a", "größer"), "all-mpnet-base-v2"));
    }

    @Test
    void shouldMeanTheDefaultModelWhereNoneIsNamed() {
        byte[] bytes = EmbeddingsCodec.encodeRequest(List.of("a"));

        assertThat(EmbeddingsCodec.decodeRequest(bytes)).isEqualTo(new EmbeddingsCodec.Request(List.of("a"), null));
    }

    @Test
    void shouldRefuseAModelThatEndsEarly() {
        byte[] bytes = EmbeddingsCodec.encodeRequest(List.of("a"), "all-mpnet-base-v2");

        assertThatThrownBy(() -> EmbeddingsCodec.decodeRequest(Arrays.copyOf(bytes, bytes.length - 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The message ends early.");
    }
}
