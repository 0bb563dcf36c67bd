package io.mnemesh.memory.index.document;

import io.mnemesh.memory.index.IndexedMemory;
import io.mnemesh.memory.memories.ContextKey;
import io.mnemesh.mesh.event.payload.MemoryContext;
import io.mnemesh.mesh.tenancy.TenantId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * The stored form of an indexed memory: everything but the vector's floats, which Lucene keeps by itself. Lets a document
 * be written anew when only part of it changed.
 */
public final class StateCodec {

    private StateCodec() {}

    public static byte[] encode(IndexedMemory memory) {
        var bytes = new ByteArrayOutputStream(memory.content().length() + 256);
        try (var out = new DataOutputStream(bytes)) {
            write(out, memory.tenant().value());
            out.writeLong(memory.id().getMostSignificantBits());
            out.writeLong(memory.id().getLeastSignificantBits());
            out.writeInt(memory.version());
            write(out, memory.type());
            write(out, memory.content());
            for (ContextKey key : ContextKey.values()) {
                writeNullable(out, key.in(memory.context()));
            }
            out.writeInt(memory.context().tags().size());
            for (String tag : memory.context().tags()) {
                write(out, tag);
            }
            out.writeInt(memory.context().attributes().size());
            for (Map.Entry<String, String> entry : memory.context().attributes().entrySet()) {
                write(out, entry.getKey());
                write(out, entry.getValue());
            }
            out.writeDouble(memory.importance());
            out.writeLong(Micros.of(memory.happenedAt()));
            out.writeLong(Micros.of(memory.createdAt()));
            IndexedMemory.Embedding embedding = memory.embedding();
            out.writeInt(embedding == null ? 0 : embedding.version());
            writeNullable(out, embedding == null ? null : embedding.model());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** @param vector the floats Lucene keeps for the document, if any */
    public static IndexedMemory decode(BytesRef bytes, float @Nullable [] vector) {
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes.bytes, bytes.offset, bytes.length))) {
            var tenant = new TenantId(read(in));
            var id = new UUID(in.readLong(), in.readLong());
            int version = in.readInt();
            String type = read(in);
            String content = read(in);
            MemoryContext context = readContext(in);
            double importance = in.readDouble();
            Instant happenedAt = Micros.time(in.readLong());
            Instant createdAt = Micros.time(in.readLong());
            int embeddedVersion = in.readInt();
            String model = readNullable(in);
            var embedding = vector == null || model == null
                    ? null
                    : new IndexedMemory.Embedding(embeddedVersion, model, vector);
            return new IndexedMemory(
                    tenant, id, version, type, content, context, importance, happenedAt, createdAt, embedding);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MemoryContext readContext(DataInputStream in) throws IOException {
        var names = new EnumMap<ContextKey, @Nullable String>(ContextKey.class);
        for (ContextKey key : ContextKey.values()) {
            names.put(key, readNullable(in));
        }
        int tagCount = in.readInt();
        var tags = new ArrayList<String>(tagCount);
        for (int i = 0; i < tagCount; i++) {
            tags.add(read(in));
        }
        int attributeCount = in.readInt();
        var attributes = new HashMap<String, String>(attributeCount * 2);
        for (int i = 0; i < attributeCount; i++) {
            attributes.put(read(in), read(in));
        }
        return new MemoryContext(
                names.get(ContextKey.USER),
                names.get(ContextKey.AGENT),
                names.get(ContextKey.SESSION),
                names.get(ContextKey.CONVERSATION),
                names.get(ContextKey.WORKSPACE),
                names.get(ContextKey.DASHBOARD),
                names.get(ContextKey.TASK),
                tags,
                attributes);
    }

    private static void write(DataOutputStream out, String text) throws IOException {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(utf8.length);
        out.write(utf8);
    }

    private static void writeNullable(DataOutputStream out, @Nullable String text) throws IOException {
        out.writeBoolean(text != null);
        if (text != null) {
            write(out, text);
        }
    }

    private static String read(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }

    private static @Nullable String readNullable(DataInputStream in) throws IOException {
        return in.readBoolean() ? read(in) : null;
    }
}
