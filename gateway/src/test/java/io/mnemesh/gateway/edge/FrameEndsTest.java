package io.mnemesh.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameEndsTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 127, 65_535, 65_536, 200_000})
    void shouldFindTheEndOfAFrameOfAnyLength(int length) {
        for (boolean masked : List.of(false, true)) {
            var frames = new FrameEnds();
            Buffer frame = frame(length, masked);
            Buffer two = frame.copy().appendBuffer(frame);

            assertThat(frames.skip(two, 0)).isEqualTo(frame.length());
            assertThat(frames.isBetween()).isTrue();
            assertThat(frames.skip(two, frame.length())).isEqualTo(two.length());
            assertThat(frames.isBetween()).isTrue();
        }
    }

    @Test
    void shouldFindTheSameEndsHoweverTheBytesAreCut() {
        var random = new SplittableRandom(5);
        var bytes = Buffer.buffer();
        var ends = new ArrayList<Integer>();
        for (int i = 0; i < 200; i++) {
            bytes.appendBuffer(frame(random.nextInt(i % 20 == 0 ? 70_000 : 300), random.nextBoolean()));
            ends.add(bytes.length());
        }

        for (int cut : List.of(1, 7, 1_000, 65_536)) {
            var frames = new FrameEnds();
            var found = new ArrayList<Integer>();
            for (int at = 0; at < bytes.length(); at += cut) {
                Buffer chunk = bytes.slice(at, Math.min(bytes.length(), at + cut));
                for (int skipped = 0; skipped < chunk.length(); ) {
                    skipped = frames.skip(chunk, skipped);
                    if (frames.isBetween()) {
                        found.add(at + skipped);
                    }
                }
            }
            assertThat(found).isEqualTo(ends);
        }
    }

    @Test
    void shouldNeverEndWhatIsNoFrame() {
        var frames = new FrameEnds();
        Buffer nonsense = Buffer.buffer(new byte[] {-1, 127, -1, -1, -1, -1, -1, -1, -1, -1, 1, 2, 3});

        assertThat(frames.skip(nonsense, 0)).isEqualTo(nonsense.length());
        assertThat(frames.isBetween()).isFalse();
    }

    static Buffer frame(int length, boolean masked) {
        var frame = Buffer.buffer().appendByte((byte) 0x82);
        int bit = masked ? 0x80 : 0;
        if (length < 126) {
            frame.appendByte((byte) (bit | length));
        } else if (length < 65_536) {
            frame.appendByte((byte) (bit | 126)).appendUnsignedShort(length);
        } else {
            frame.appendByte((byte) (bit | 127)).appendLong(length);
        }
        return frame.appendBytes(new byte[(masked ? 4 : 0) + length]);
    }
}
