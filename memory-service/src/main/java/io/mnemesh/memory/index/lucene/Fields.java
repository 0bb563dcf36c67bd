package io.mnemesh.memory.index.lucene;

import io.mnemesh.memory.index.IndexedMemory;
import io.mnemesh.memory.index.document.MemoryAnalyzer;
import io.mnemesh.memory.index.document.Micros;
import io.mnemesh.memory.index.document.ProfileCodec;
import io.mnemesh.memory.index.document.StateCodec;
import io.mnemesh.memory.index.ranking.Profile;
import io.mnemesh.memory.index.ranking.Question;
import io.mnemesh.memory.memories.ContextKey;
import io.mnemesh.mesh.tenancy.TenantId;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.LongField;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.util.BytesRef;

/** The fields of a Lucene document and the form of their values. */
final class Fields {

    /** Raised when a field or the analysis changes; an index of another format is rebuilt. */
    static final int FORMAT = 4;

    static final String ID = "id";
    static final String TENANT = "tenant";
    static final String TYPE = "type";
    static final String TAG = "tag";
    static final String ATTRIBUTE = "attribute";
    static final String HAPPENED_AT = "happenedAt";
    static final String CREATED_AT = "createdAt";
    static final String TURN = "turn";
    static final String TURN_BACK = "turnBack";
    static final String SPEAKER = "speaker";
    static final String PROFILE = "profile";
    static final String CONTENT = MemoryAnalyzer.CONTENT;
    static final String VECTOR = "vector";
    static final String STATE = "state";
    static final String GENERATION = "generation";

    private Fields() {}

    static String context(ContextKey key) {
        return "context." + key.key();
    }

    static BytesRef id(UUID id) {
        return new BytesRef(ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array());
    }

    static UUID id(BytesRef bytes) {
        var in = ByteBuffer.wrap(bytes.bytes, bytes.offset, bytes.length);
        return new UUID(in.getLong(), in.getLong());
    }

    /** The memory's own term; ids are unique over tenants. */
    static Term term(UUID id) {
        return new Term(ID, id(id));
    }

    static String attribute(String key, String value) {
        return key + '\0' + value;
    }

    /** The term that tells that someone of this name speaks in a conversation of the tenant. */
    static Term speaker(TenantId tenant, String name) {
        return new Term(SPEAKER, tenant.value() + '\0' + name);
    }

    /** @param words of the content, as the analyzer makes them */
    static Document document(IndexedMemory memory, List<String> words, long generation) {
        var document = new Document();
        document.add(new StringField(ID, id(memory.id()), Field.Store.NO));
        document.add(new BinaryDocValuesField(ID, id(memory.id())));
        document.add(new StringField(TENANT, memory.tenant().value(), Field.Store.NO));
        document.add(new StringField(TYPE, memory.type(), Field.Store.NO));
        for (ContextKey key : ContextKey.values()) {
            String value = key.in(memory.context());
            if (value != null) {
                document.add(new StringField(context(key), value, Field.Store.NO));
            }
        }
        memory.context().tags().forEach(tag -> document.add(new StringField(TAG, tag, Field.Store.NO)));
        memory.context()
                .attributes()
                .forEach((key, value) ->
                        document.add(new StringField(ATTRIBUTE, attribute(key, value), Field.Store.NO)));
        document.add(new LongField(HAPPENED_AT, Micros.of(memory.happenedAt()), Field.Store.NO));
        document.add(new LongField(CREATED_AT, Micros.of(memory.createdAt()), Field.Store.NO));
        document.add(new LongPoint(GENERATION, generation));
        addProfile(document, memory);
        TenantWords.add(document, memory.tenant(), words);
        document.add(new StoredField(STATE, StateCodec.encode(memory)));
        IndexedMemory.Embedding embedding = memory.embedding();
        if (embedding != null) {
            document.add(new KnnFloatVectorField(VECTOR, embedding.vector(), VectorSimilarityFunction.DOT_PRODUCT));
        }
        return document;
    }

    private static void addProfile(Document document, IndexedMemory memory) {
        Profile profile = memory.profile();
        document.add(new BinaryDocValuesField(PROFILE, ProfileCodec.encode(profile)));
        String conversation = profile.conversation();
        if (conversation == null) {
            return;
        }
        document.add(new StringField(
                TURN, TurnKey.forward(memory.tenant(), conversation, profile, memory.id()), Field.Store.NO));
        document.add(new StringField(
                TURN_BACK, TurnKey.backward(memory.tenant(), conversation, profile, memory.id()), Field.Store.NO));
        String speaker = profile.speaker();
        if (speaker != null) {
            Question.words(speaker)
                    .forEach(name -> document.add(new StringField(
                            SPEAKER, speaker(memory.tenant(), name).text(), Field.Store.NO)));
        }
    }
}
