package io.mnemesh.cache.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.Deflater;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PackingTest {

    private static final int LIMIT = 1 << 20;

    /** Text of so many bytes, with as much in it as text has. */
    private static byte[] text(int length) {
        var random = new SplittableRandom(length);
        var text = new StringBuilder();
        while (text.length() < length) {
            text.append("{\"id\":").append(random.nextInt(1000)).append(",\"name\":\"value\"},");
        }
        return text.substring(0, length).getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] noise(int length) {
        var bytes = new byte[length];
        new SplittableRandom(1).nextBytes(bytes);
        return bytes;
    }

    private static byte[] deflated(byte[] value) {
        var deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        deflater.setInput(value);
        deflater.finish();
        var out = new ByteArrayOutputStream();
        var buffer = new byte[8192];
        while (!deflater.finished()) {
            out.write(buffer, 0, deflater.deflate(buffer));
        }
        deflater.end();
        return out.toByteArray();
    }

    private static byte[] promising(int length, byte[] deflated) {
        return ByteBuffer.allocate(Integer.BYTES + deflated.length)
                .putInt(length)
                .put(deflated)
                .array();
    }

    @Property(tries = 100)
    void shouldUnpackToWhatWasPacked(@ForAll @IntRange(min = 200, max = 60_000) int length) {
        byte[] value = text(length);

        byte[] packed = Packing.pack(value);

        assertThat(packed).isNotNull();
        assertThat(packed.length).isLessThanOrEqualTo(length - length / 8);
        assertThat(Packing.unpack(packed, length)).isEqualTo(value);
    }

    @Property(tries = 200)
    void shouldUnpackToWhatWasPackedOrLeaveItAlone(@ForAll @Size(max = 500) byte[] value) {
        byte[] packed = Packing.pack(value);

        if (packed != null) {
            assertThat(Packing.unpack(packed, LIMIT)).isEqualTo(value);
        }
    }

    @Test
    void shouldLeaveAloneWhatDoesNotShrink() {
        assertThat(Packing.pack(noise(10_000))).isNull();
        assertThat(Packing.pack(noise(500_000))).isNull();
        assertThat(Packing.pack(new byte[0])).isNull();
    }

    @Test
    void shouldNotUnpackMoreThanTheLimit() {
        byte[] packed = Packing.pack(text(50_000));

        assertThat(Packing.unpack(packed, 49_999)).isNull();
        assertThat(Packing.unpack(packed, 50_000)).hasSize(50_000);
    }

    @Test
    void shouldNotUnpackABombWhateverItPromises() {
        byte[] bomb = deflated(new byte[64 << 20]);

        assertThat(Packing.unpack(promising(64 << 20, bomb), LIMIT)).isNull();
        assertThat(Packing.unpack(promising(LIMIT, bomb), LIMIT)).isNull();
        assertThat(Packing.unpack(promising(1, bomb), LIMIT)).isNull();
        assertThat(Packing.unpack(promising(0, bomb), LIMIT)).isNull();
        assertThat(Packing.unpack(promising(-1, bomb), LIMIT)).isNull();
    }

    @Test
    void shouldNotTakeMemoryForAPromiseThatCannotBeKept() {
        assertThat(Packing.unpack(promising(Integer.MAX_VALUE, new byte[100]), Integer.MAX_VALUE))
                .isNull();
    }

    @Property(tries = 200)
    void shouldNotUnpackWhatIsCutOrLonger(@ForAll @IntRange(min = 200, max = 2000) int length, @ForAll int at) {
        byte[] packed = Packing.pack(text(length));

        assertThat(Packing.unpack(Arrays.copyOf(packed, Math.floorMod(at, packed.length)), LIMIT))
                .isNull();
        assertThat(Packing.unpack(Arrays.copyOf(packed, packed.length + 1), LIMIT))
                .isNull();
    }

    @Property(tries = 500)
    void shouldNotFailWhenTheBytesAreGarbage(@ForAll @Size(max = 200) byte[] garbage) {
        byte[] value = Packing.unpack(garbage, 1000);

        assertThat(value == null ? 0 : value.length).isLessThanOrEqualTo(1000);
    }
}
