package io.mnemesh.memory.index.weaviate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mnemesh.memory.index.IndexedMemory;
import io.mnemesh.memory.index.Vectors;
import io.mnemesh.memory.index.document.MemoryAnalyzer;
import io.mnemesh.memory.index.document.Micros;
import io.mnemesh.memory.index.document.ProfileCodec;
import io.mnemesh.memory.index.document.StateCodec;
import io.mnemesh.memory.index.ranking.Profile;
import io.mnemesh.memory.index.ranking.Question;
import io.mnemesh.memory.memories.ContextKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * A memory as an object in Weaviate. What is only kept to be read again is text in Base64: floats take half as many
 * characters that way as in JSON.
 */
final class StoredMemory {

    private static final long SECOND = 1_000_000;

    private StoredMemory() {}

    /** Fills in an object of this collection. */
    static void write(
            ObjectNode object, String collection, IndexedMemory memory, long generation, MemoryAnalyzer analyzer) {
        object.put("class", collection)
                .put("tenant", memory.tenant().value())
                .put("id", memory.id().toString());
        ObjectNode properties = object.putObject("properties");
        List<String> words = analyzer.words(memory.content());
        properties.put(Names.WORDS, String.join(" ", words)).put(Names.LENGTH, words.size());
        properties.put(Names.TYPE, Names.exact(memory.type())).put(Names.GENERATION, generation);
        for (ContextKey key : ContextKey.values()) {
            String value = key.in(memory.context());
            if (value != null) {
                properties.put(Names.context(key), Names.exact(value));
            }
        }
        ArrayNode tags = properties.putArray(Names.TAGS);
        memory.context().tags().forEach(tag -> tags.add(Names.exact(tag)));
        ArrayNode attributes = properties.putArray(Names.ATTRIBUTES);
        memory.context().attributes().forEach((key, value) -> attributes.add(Names.attribute(key, value)));
        writeTime(properties, Names.HAPPENED_SECOND, Names.HAPPENED_MICRO, memory.happenedAt());
        writeTime(properties, Names.CREATED_SECOND, Names.CREATED_MICRO, memory.createdAt());
        writeProfile(properties, memory.profile());
        properties.put(Names.STATE, base64(StateCodec.encode(memory)));
        IndexedMemory.Embedding embedding = memory.embedding();
        if (embedding != null) {
            properties.put(Names.FLOATS, base64(Vectors.toBytes(embedding.vector())));
            ArrayNode vector = object.putArray("vector");
            for (float value : embedding.vector()) {
                vector.add(value);
            }
        }
    }

    private static void writeTime(ObjectNode properties, String second, String micro, Instant time) {
        long micros = Micros.of(time);
        properties.put(second, Math.floorDiv(micros, SECOND)).put(micro, Math.floorMod(micros, SECOND));
    }

    private static void writeProfile(ObjectNode properties, Profile profile) {
        BytesRef bytes = ProfileCodec.encode(profile);
        properties.put(
                Names.PROFILE, base64(Arrays.copyOfRange(bytes.bytes, bytes.offset, bytes.offset + bytes.length)));
        String conversation = profile.conversation();
        if (conversation == null) {
            return;
        }
        properties
                .put(Names.THREAD, Names.exact(Threads.key(conversation, profile.session())))
                .put(Names.TURN, Long.toString(Micros.of(profile.happenedAt())));
        String speaker = profile.speaker();
        if (speaker != null) {
            ArrayNode speakers = properties.putArray(Names.SPEAKERS);
            Question.words(speaker).forEach(name -> speakers.add(Names.exact(name)));
        }
    }

    static UUID id(JsonNode row) {
        return UUID.fromString(row.path("_additional").path("id").asText());
    }

    static IndexedMemory memory(JsonNode row) {
        return StateCodec.decode(new BytesRef(bytes(row, Names.STATE)), vector(row));
    }

    static Profile profile(JsonNode row) {
        return ProfileCodec.decode(new BytesRef(bytes(row, Names.PROFILE)));
    }

    static float @Nullable [] vector(JsonNode row) {
        return row.path(Names.FLOATS).isTextual() ? Vectors.fromBytes(bytes(row, Names.FLOATS)) : null;
    }

    private static byte[] bytes(JsonNode row, String property) {
        return Base64.getDecoder().decode(row.path(property).asText());
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
