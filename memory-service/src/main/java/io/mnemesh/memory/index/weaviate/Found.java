package io.mnemesh.memory.index.weaviate;

import com.fasterxml.jackson.databind.JsonNode;
import io.mnemesh.memory.index.ranking.Profile;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the ranking needs of a memory that was found. */
record Found(UUID id, String words, Profile profile, float @Nullable [] vector) {

    /** What a query must ask for. */
    static final String FIELDS = Names.WORDS + " " + Names.PROFILE + " " + Names.FLOATS + " _additional{id}";

    static Found of(JsonNode row) {
        return new Found(
                StoredMemory.id(row),
                row.path(Names.WORDS).asText(),
                StoredMemory.profile(row),
                StoredMemory.vector(row));
    }
}
