package io.mnemesh.mesh.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ReadableCodecTest {

    private static final UUID ID = UUID.fromString("0193a1de-4b7c-7e2a-9c1d-2f6b8a4d0e01");

    @Test
    void shouldReadWhatItWrote() {
        var request = new ReadableCodec.Request("ana", Set.of("memory:read"), List.of(ID));

        assertThat(ReadableCodec.decodeRequest(ReadableCodec.encodeRequest(request)))
                .isEqualTo(request);
        assertThat(ReadableCodec.decodeReply(ReadableCodec.encodeReply(Map.of(ID, "fact"))))
                .isEqualTo(Map.of(ID, "fact"));
    }

    @Test
    void shouldRefuseWhatIsNoMessage() {
        byte[] whole = ReadableCodec.encodeReply(Map.of(ID, "fact"));

        assertThatThrownBy(() -> ReadableCodec.decodeReply(Arrays.copyOf(whole, whole.length - 1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ReadableCodec.decodeReply(Arrays.copyOf(whole, whole.length + 1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ReadableCodec.decodeReply(new byte[] {-1, -1, -1, -1}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ReadableCodec.decodeRequest(new byte[] {0, 1, 'a', 127, 0, 0, 0}))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
