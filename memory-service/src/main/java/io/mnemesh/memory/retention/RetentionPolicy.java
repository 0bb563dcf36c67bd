package io.mnemesh.memory.retention;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How long memories of a type are kept.
 *
 * @param type      the type; null for all types without a policy of their own, which are taken together
 * @param maxAge    age from which on they are retired, by record time; null for any
 * @param maxCount  how many are kept, the latest stored; null for all
 * @param action    what becomes of the others
 * @param updatedAt when it was set
 */
@Schema(description = "How long memories are kept", examples = """
        {"type":"conversation_turn","maxAge":"PT2160H","maxCount":100000,"action":"archive",\
        "updatedAt":"2026-11-21T11:00:00Z"}""")
public record RetentionPolicy(
        @Nullable String type,

        @Schema(implementation = String.class) @JsonFormat(shape = JsonFormat.Shape.STRING) @Nullable
        Duration maxAge,

        @Nullable Long maxCount,
        Action action,
        Instant updatedAt) {

    /** What becomes of memories that are too old or too many. */
    public enum Action {
        /** They leave lists and searches and can be brought back. */
        ARCHIVE,
        /** They are deleted as by a caller. */
        DELETE;

        /** Name in JSON and in the record, lower case. */
        @JsonValue
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
