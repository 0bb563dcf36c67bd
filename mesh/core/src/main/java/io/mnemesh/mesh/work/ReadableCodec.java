package io.mnemesh.mesh.work;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Wire form of work kind {@code readable} of service {@code memory}, as {@link java.io.DataOutput}. No contents of memories.
 *
 * <p>Request: subject, int count and scopes, int count and ids of memories. Reply: int count, then id and type of each that is readable.
 * Texts are written with {@link DataOutputStream#writeUTF}, ids as two longs.
 */
public final class ReadableCodec {

    /** Service and kind of the work request. */
    public static final String SERVICE = "memory";

    public static final String KIND = "readable";

    private static final int MOST_SCOPES = 1_000;

    private ReadableCodec() {}

    /**
     * Who asks for which memories.
     *
     * @param subject of the caller
     * @param scopes  of the caller's token
     */
    public record Request(String subject, Set<String> scopes, List<UUID> memories) {

        public Request {
            scopes = Set.copyOf(scopes);
            memories = List.copyOf(memories);
        }
    }

    public static byte[] encodeRequest(Request request) {
        return written(out -> {
            out.writeUTF(request.subject());
            out.writeInt(request.scopes().size());
            for (String scope : request.scopes()) {
                out.writeUTF(scope);
            }
            out.writeInt(request.memories().size());
            for (UUID id : request.memories()) {
                writeId(out, id);
            }
        });
    }

    /** @throws IllegalArgumentException if the bytes are not a request */
    public static Request decodeRequest(byte[] body) {
        return read(body, in -> {
            String subject = in.readUTF();
            var scopes = new HashSet<String>();
            for (int left = count(in, MOST_SCOPES); left > 0; left--) {
                scopes.add(in.readUTF());
            }
            var memories = new ArrayList<UUID>();
            for (int left = count(in, ReadableMemories.MOST); left > 0; left--) {
                memories.add(readId(in));
            }
            return new Request(subject, scopes, memories);
        });
    }

    public static byte[] encodeReply(Map<UUID, String> types) {
        return written(out -> {
            out.writeInt(types.size());
            for (Map.Entry<UUID, String> one : types.entrySet()) {
                writeId(out, one.getKey());
                out.writeUTF(one.getValue());
            }
        });
    }

    /** @throws IllegalArgumentException if the bytes are not a reply */
    public static Map<UUID, String> decodeReply(byte[] body) {
        return read(body, in -> {
            var types = new LinkedHashMap<UUID, String>();
            for (int left = count(in, ReadableMemories.MOST); left > 0; left--) {
                types.put(readId(in), in.readUTF());
            }
            return types;
        });
    }

    private static void writeId(DataOutputStream out, UUID id) throws IOException {
        out.writeLong(id.getMostSignificantBits());
        out.writeLong(id.getLeastSignificantBits());
    }

    private static UUID readId(DataInputStream in) throws IOException {
        return new UUID(in.readLong(), in.readLong());
    }

    private static int count(DataInputStream in, int most) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > most) {
            throw new IOException("A count is not acceptable.");
        }
        return count;
    }

    private interface Writer {
        void write(DataOutputStream out) throws IOException;
    }

    private interface Reader<T> {
        T read(DataInputStream in) throws IOException;
    }

    private static byte[] written(Writer writer) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            writer.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static <T> T read(byte[] body, Reader<T> reader) {
        try (var in = new DataInputStream(new ByteArrayInputStream(body))) {
            T message = reader.read(in);
            if (in.available() > 0) {
                throw new IllegalArgumentException("The message goes on after its end.");
            }
            return message;
        } catch (IOException e) {
            throw new IllegalArgumentException("The message cannot be read.", e);
        }
    }
}
