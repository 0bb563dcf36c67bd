package io.mnemesh.embeddings.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mnemesh.embeddings.TestModels;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappedGraphTest {

    private static final int GREAT = 64 << 10;

    @TempDir
    private Path folder;

    @Test
    void shouldNameThePlaceOfGreatValuesAndLeaveSmallOnesAsTheyAre() throws IOException {
        byte[] great = filled(GREAT, (byte) 7);
        byte[] small = filled(GREAT - 1, (byte) 8);
        byte[] named = tensor("great", great);
        byte[] file = message(
                varint(1, 9),
                field(7, message(text(2, "graph"), field(5, named), field(5, tensor("small", small)))),
                text(2, "producer"));

        byte[] graph = MappedGraph.of(Files.write(folder.resolve("m.onnx"), file));

        int offset = indexOf(file, great);
        byte[] outside = message(
                varint(1, 384),
                varint(2, 1),
                text(8, "great"),
                field(13, message(text(1, "location"), text(2, "m.onnx"))),
                field(13, message(text(1, "offset"), text(2, Integer.toString(offset)))),
                field(13, message(text(1, "length"), text(2, Integer.toString(GREAT)))),
                varint(14, 1));
        assertThat(graph)
                .isEqualTo(message(
                        varint(1, 9),
                        field(7, message(text(2, "graph"), field(5, outside), field(5, tensor("small", small)))),
                        text(2, "producer")));
    }

    @Test
    void shouldLeaveAModelAsItIsThatHasNoGreatValues() throws IOException {
        Path file = TestModels.FOLDER.resolve("tiny-bert").resolve("model.onnx");

        assertThat(MappedGraph.of(file)).isEqualTo(Files.readAllBytes(file));
    }

    @Test
    void shouldTakeMostOfTheBuiltInModelOut() throws IOException {
        Path file = TestModels.verified("all-MiniLM-L6-v2").model().path();

        assertThat(MappedGraph.of(file)).hasSizeBetween(100_000, 400_000);
        assertThat(file).hasSize(90_387_606);
    }

    @Test
    void shouldRefuseAFileThatEndsTooEarly() throws IOException {
        byte[] file = field(7, message(field(5, tensor("great", filled(GREAT, (byte) 7)))));
        Path cut = Files.write(folder.resolve("m.onnx"), Arrays.copyOf(file, file.length - 1));

        assertThatThrownBy(() -> MappedGraph.of(cut))
                .isInstanceOf(IOException.class)
                .hasMessage("The field at 0 is longer than its message.");
    }

    @Test
    void shouldRefuseAFieldThatIsLongerThanItsMessage() throws IOException {
        byte[] tensor = {(9 << 3) | 2, 5, 1};
        Path wrong = Files.write(
                folder.resolve("m.onnx"), message(field(7, message(field(5, tensor))), text(2, "producer")));

        assertThatThrownBy(() -> MappedGraph.of(wrong))
                .isInstanceOf(IOException.class)
                .hasMessage("The field at 4 is longer than its message.");
    }

    private static byte[] tensor(String name, byte[] values) {
        return message(varint(1, 384), varint(2, 1), text(8, name), field(9, values));
    }

    private static byte[] filled(int size, byte value) {
        var bytes = new byte[size];
        Arrays.fill(bytes, value);
        return bytes;
    }

    private static byte[] message(byte[]... fields) {
        var out = new ByteArrayOutputStream();
        for (byte[] field : fields) {
            out.writeBytes(field);
        }
        return out.toByteArray();
    }

    private static byte[] text(int number, String text) {
        return field(number, text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] field(int number, byte[] content) {
        var out = new ByteArrayOutputStream();
        ProtoFile.writeKey(number, ProtoFile.BYTES, out);
        ProtoFile.writeVarint(content.length, out);
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static byte[] varint(int number, int value) {
        var out = new ByteArrayOutputStream();
        ProtoFile.writeKey(number, ProtoFile.VARINT, out);
        ProtoFile.writeVarint(value, out);
        return out.toByteArray();
    }

    private static int indexOf(byte[] all, byte[] part) {
        for (int at = 0; at <= all.length - part.length; at++) {
            if (Arrays.mismatch(all, at, at + part.length, part, 0, part.length) < 0) {
                return at;
            }
        }
        return -1;
    }
}
