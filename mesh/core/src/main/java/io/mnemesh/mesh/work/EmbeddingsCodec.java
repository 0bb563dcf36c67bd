package io.mnemesh.mesh.work;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Wire form of work kind {@code embed} of service {@code embeddings}, big-endian as {@link java.io.DataOutput}.
 *
 * <p>Request: int count, then per text int byte length and UTF-8 bytes; then, unless the default model is
 * meant, int byte length and UTF-8 bytes of the model's name. Reply: int length and UTF-8 bytes of the model,
 * int count, int dimensions, then count × dimensions floats, little-endian as stored everywhere else.
 */
public final class EmbeddingsCodec {

    /** Service and kind of the work request. */
    public static final String SERVICE = "embeddings";

    public static final String KIND = "embed";

    private EmbeddingsCodec() {}

    /** A request for the default model. */
    public static byte[] encodeRequest(List<String> texts) {
        return encodeRequest(texts, null);
    }

    public static byte[] encodeRequest(List<String> texts, @Nullable String model) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeInt(texts.size());
            for (String text : texts) {
                writeString(out, text);
            }
            if (model != null) {
                writeString(out, model);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /**
     * What is asked for.
     *
     * @param model null for the default one
     */
    public record Request(List<String> texts, @Nullable String model) {}

    /** @throws IllegalArgumentException if the bytes are not a request */
    public static Request decodeRequest(byte[] body) {
        var in = ByteBuffer.wrap(body);
        int count = readCount(in, Integer.BYTES);
        var texts = new ArrayList<String>(count);
        for (int i = 0; i < count; i++) {
            texts.add(readString(in));
        }
        return new Request(texts, in.hasRemaining() ? readString(in) : null);
    }

    public static byte[] encodeReply(EmbeddingsClient.Embeddings embeddings) {
        byte[] model = embeddings.model().getBytes(StandardCharsets.UTF_8);
        int dimensions =
                embeddings.vectors().isEmpty() ? 0 : embeddings.vectors().getFirst().length;
        int count = embeddings.vectors().size();
        var out = ByteBuffer.allocate(3 * Integer.BYTES + model.length + count * dimensions * Float.BYTES);
        out.putInt(model.length).put(model).putInt(count).putInt(dimensions);
        out.order(ByteOrder.LITTLE_ENDIAN);
        for (float[] vector : embeddings.vectors()) {
            out.asFloatBuffer().put(vector);
            out.position(out.position() + vector.length * Float.BYTES);
        }
        return out.array();
    }

    /** @throws IllegalArgumentException if the bytes are not a reply */
    public static EmbeddingsClient.Embeddings decodeReply(byte[] body) {
        var in = ByteBuffer.wrap(body);
        String model = readString(in);
        int count = readCount(in, 0);
        int dimensions = readCount(in, 0);
        if ((long) count * dimensions * Float.BYTES != in.remaining()) {
            throw new IllegalArgumentException("The reply has not the length its header says.");
        }
        in.order(ByteOrder.LITTLE_ENDIAN);
        var vectors = new ArrayList<float[]>(count);
        for (int i = 0; i < count; i++) {
            var vector = new float[dimensions];
            in.asFloatBuffer().get(vector);
            in.position(in.position() + dimensions * Float.BYTES);
            vectors.add(vector);
        }
        return new EmbeddingsClient.Embeddings(model, vectors);
    }

    private static void writeString(DataOutputStream out, String text) throws IOException {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(utf8.length);
        out.write(utf8);
    }

    private static String readString(ByteBuffer in) {
        var utf8 = new byte[readCount(in, 1)];
        in.get(utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }

    private static int readCount(ByteBuffer in, int bytesEach) {
        if (in.remaining() < Integer.BYTES) {
            throw new IllegalArgumentException("The message ends early.");
        }
        int count = in.getInt();
        if (count < 0 || (long) count * bytesEach > in.remaining()) {
            throw new IllegalArgumentException("The message ends early.");
        }
        return count;
    }
}
