package io.mnemesh.embeddings.inference;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The graph of an ONNX file without its great tensors, which it names by their place in that file instead. From such a graph the
 * runtime maps the tensors; from the file itself it would read them, and hold them twice meanwhile.
 *
 * <p>An ONNX file is a message of Protocol Buffers, and so is what comes out: everything is copied byte by byte but for the values of
 * great initialisers ({@code ModelProto.graph}, {@code GraphProto.initializer}, {@code TensorProto.raw_data} in {@code onnx.proto}),
 * in the place of which {@code external_data} and {@code data_location} are put. What lies in another file already, or in typed
 * fields, stays as it is. O(fields); the values themselves are not read.
 */
final class MappedGraph {

    /** Values that are at least so many bytes stay in the file. */
    private static final int GREAT = 64 << 10;

    private static final int GRAPH = 7;
    private static final int INITIALIZER = 5;
    private static final int RAW_DATA = 9;
    private static final int EXTERNAL_DATA = 13;
    private static final int DATA_LOCATION = 14;
    private static final int EXTERNAL = 1;

    private final ProtoFile file;
    private final String name;

    private MappedGraph(ProtoFile file, String name) {
        this.file = file;
        this.name = name;
    }

    /** @throws IOException if the file cannot be read or is no message */
    static byte[] of(Path model) throws IOException {
        try (var channel = FileChannel.open(model, StandardOpenOption.READ)) {
            var graph = new MappedGraph(new ProtoFile(channel), String.valueOf(model.getFileName()));
            return graph.rewritten(0, channel.size(), GRAPH, (field, out) -> graph.graph(field, out))
                    .toByteArray();
        }
    }

    /** Writes a field anew. */
    @FunctionalInterface
    private interface Rewriting {
        void write(ProtoFile.Field field, ByteArrayOutputStream out) throws IOException;
    }

    private void graph(ProtoFile.Field graph, ByteArrayOutputStream out) throws IOException {
        message(graph, rewritten(graph.from(), graph.to(), INITIALIZER, this::initializer), out);
    }

    private void initializer(ProtoFile.Field tensor, ByteArrayOutputStream out) throws IOException {
        message(tensor, rewritten(tensor.from(), tensor.to(), RAW_DATA, this::values), out);
    }

    private void values(ProtoFile.Field values, ByteArrayOutputStream out) throws IOException {
        if (values.to() - values.from() < GREAT) {
            out.writeBytes(file.bytes(values.begin(), values.to()));
            return;
        }
        entry("location", name, out);
        entry("offset", Long.toString(values.from()), out);
        entry("length", Long.toString(values.to() - values.from()), out);
        ProtoFile.writeKey(DATA_LOCATION, ProtoFile.VARINT, out);
        ProtoFile.writeVarint(EXTERNAL, out);
    }

    /** All fields of a message, those with this number rewritten and the others as they are. */
    private ByteArrayOutputStream rewritten(long from, long to, int number, Rewriting rewriting) throws IOException {
        var out = new ByteArrayOutputStream();
        for (long at = from; at < to; ) {
            ProtoFile.Field field = file.field(at, to);
            if (field.number() == number && field.type() == ProtoFile.BYTES) {
                rewriting.write(field, out);
            } else {
                out.writeBytes(file.bytes(field.begin(), field.to()));
            }
            at = field.to();
        }
        return out;
    }

    private static void message(ProtoFile.Field field, ByteArrayOutputStream content, ByteArrayOutputStream out) {
        bytes(field.number(), content.toByteArray(), out);
    }

    /** An entry of {@code external_data}. */
    private static void entry(String key, String value, ByteArrayOutputStream out) {
        var entry = new ByteArrayOutputStream();
        bytes(1, key.getBytes(StandardCharsets.UTF_8), entry);
        bytes(2, value.getBytes(StandardCharsets.UTF_8), entry);
        bytes(EXTERNAL_DATA, entry.toByteArray(), out);
    }

    private static void bytes(int number, byte[] content, ByteArrayOutputStream out) {
        ProtoFile.writeKey(number, ProtoFile.BYTES, out);
        ProtoFile.writeVarint(content.length, out);
        out.writeBytes(content);
    }
}
