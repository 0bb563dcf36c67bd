package io.mnemesh.embeddings.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class EmbeddedSerializerTest {

    private final EmbeddedSerializer serializer = new EmbeddedSerializer();

    @Property
    void shouldKeepEveryBit(
            @ForAll @Size(min = 1, max = 400) float[] vector, @ForAll @IntRange(min = 1, max = 512) int tokens) {
        Embedded read = serializer.deserialize(serializer.serialize(new Embedded(vector, tokens, tokens + 7)));

        assertThat(read.vector()).containsExactly(vector);
        assertThat(read.tokens()).isEqualTo(tokens);
        assertThat(read.total()).isEqualTo(tokens + 7);
    }

    @Test
    void shouldRefuseWhatIsNoVector() {
        assertThatThrownBy(() -> serializer.deserialize(new byte[8])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> serializer.deserialize(new byte[13])).isInstanceOf(IllegalArgumentException.class);
    }
}
