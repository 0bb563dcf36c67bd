package io.mnemesh.realtime.delta;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Differences, put back together as the format says; that the clients of npm can read them is shown with one of these. */
class FossilDeltaTest {

    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz~";

    @Test
    void shouldSayOnlyWhatChanged() {
        byte[] source = utf8("{\"event\":\"metric\",\"name\":\"cpu\",\"value\":41.5,\"host\":\"node-1.example.org\"}");
        byte[] target = utf8("{\"event\":\"metric\",\"name\":\"cpu\",\"value\":42.5,\"host\":\"node-1.example.org\"}");

        byte[] delta = FossilDelta.shorter(source, target);

        assertThat(delta)
                .asString(StandardCharsets.UTF_8)
                .startsWith("18\nd@0,1:2V@e,")
                .hasSizeLessThan(25);
        assertThat(applied(source, delta)).isEqualTo(target);
    }

    @Test
    void shouldNotSayWhatIsNotShorter() {
        assertThat(FossilDelta.shorter(utf8("{\"a\":1}"), utf8("{\"b\":2}"))).isNull();
        assertThat(FossilDelta.shorter(new byte[0], utf8("{\"b\":2}"))).isNull();
        assertThat(FossilDelta.shorter(utf8("{\"b\":2}"), new byte[0])).isNull();
    }

    @Test
    void shouldFindWhatMoved() {
        String first = "\"first\":\"something that is long enough to be found\"";
        String second = "\"second\":\"something else that is long enough as well\"";
        byte[] source = utf8("{" + first + "," + second + "}");
        byte[] target = utf8("{\"new\":1," + second + "," + first + "}");

        byte[] delta = FossilDelta.shorter(source, target);

        assertThat(applied(source, delta)).isEqualTo(target);
        assertThat(delta).hasSizeLessThan(60);
    }

    @Test
    void shouldMakeTheTargetOfTheSourceWhateverTheyAre() throws CharacterCodingException {
        var random = new Random(7);
        int shorter = 0;
        for (int i = 0; i < 3000; i++) {
            String source = text(random, random.nextInt(400));
            String target = random.nextInt(10) == 0 ? text(random, random.nextInt(400)) : edited(random, source);
            byte[] delta = FossilDelta.shorter(utf8(source), utf8(target));
            if (delta != null) {
                shorter++;
                assertThat(applied(utf8(source), delta)).isEqualTo(utf8(target));
                assertThat(delta.length).isLessThan(utf8(target).length);
                // A difference of texts is a text.
                assertThat(StandardCharsets.UTF_8
                                .newDecoder()
                                .decode(ByteBuffer.wrap(delta))
                                .length())
                        .isPositive();
            }
        }
        assertThat(shorter).isGreaterThan(2000);
    }

    @Test
    void shouldTakeBytesThatAreNoText() {
        var random = new Random(11);
        byte[] source = new byte[20_000];
        random.nextBytes(source);
        byte[] target = source.clone();
        target[5_000]++;
        target[15_000]++;

        byte[] delta = FossilDelta.shorter(source, target);

        assertThat(applied(source, delta)).isEqualTo(target);
        assertThat(delta).hasSizeLessThan(100);
    }

    private static String text(Random random, int length) {
        var text = new StringBuilder();
        String letters = "abcdef \"{}:,ä€😀\n";
        int[] points = letters.codePoints().toArray();
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(points[random.nextInt(points.length)]);
        }
        return text.toString();
    }

    private static String edited(Random random, String text) {
        var points = new StringBuilder(text);
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = points.isEmpty()
                    ? 0
                    : points.offsetByCodePoints(0, random.nextInt(points.codePointCount(0, points.length()) + 1));
            switch (random.nextInt(3)) {
                case 0 -> points.insert(at, text(random, random.nextInt(8)));
                case 1 -> points.delete(at, points.length() > at ? points.offsetByCodePoints(at, 1) : at);
                default -> points.append(points.substring(at));
            }
        }
        return points.toString();
    }

    /** As the format says it: length, then copies and insertions, then the checksum. */
    private static byte[] applied(byte[] source, byte[] delta) {
        var rest = ByteBuffer.wrap(delta);
        long length = number(rest);
        assertThat((char) rest.get()).isEqualTo('\n');
        var target = new ByteArrayOutputStream();
        while (true) {
            long count = number(rest);
            switch ((char) rest.get()) {
                case '@' -> {
                    int from = (int) number(rest);
                    assertThat((char) rest.get()).isEqualTo(',');
                    target.write(source, from, (int) count);
                }
                case ':' -> {
                    target.write(delta, rest.position(), (int) count);
                    rest.position(rest.position() + (int) count);
                }
                case ';' -> {
                    assertThat(target.size()).isEqualTo((int) length);
                    assertThat(count).isEqualTo(checksum(target.toByteArray()));
                    assertThat(rest.hasRemaining()).isFalse();
                    return target.toByteArray();
                }
                default -> throw new AssertionError("There is no such piece.");
            }
        }
    }

    private static long number(ByteBuffer rest) {
        long number = 0;
        int digit;
        while ((digit = DIGITS.indexOf(rest.get(rest.position()))) >= 0) {
            number = number * 64 + digit;
            rest.get();
        }
        return number;
    }

    private static long checksum(byte[] bytes) {
        long sum = 0;
        for (int i = 0; i < bytes.length; i += 4) {
            long word = 0;
            for (int j = i; j < i + 4; j++) {
                word = word * 256 + (j < bytes.length ? bytes[j] & 0xFF : 0);
            }
            sum = (sum + word) & 0xFFFF_FFFFL;
        }
        return sum;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
