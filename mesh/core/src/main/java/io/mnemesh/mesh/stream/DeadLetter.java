package io.mnemesh.mesh.stream;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An entry that a group could not handle.
 *
 * @param id           {@code <partition>:<ms-seq>}, what it is replayed and dropped by
 * @param group        the group that could not handle it
 * @param partition    where it came from
 * @param entryId      its id in the partition
 * @param at           when it was set aside
 * @param errorType    class of the error; for operators, not for callers
 * @param errorMessage what the error said
 * @param attempts     tries there were; 0 if the entry could not even be read
 * @param fields       the entry as it was
 */
public record DeadLetter(
        String id,
        String group,
        int partition,
        String entryId,
        Instant at,
        String errorType,
        String errorMessage,
        int attempts,
        Map<String, String> fields) {

    static final String PREFIX = "dlq_";
    static final String ERROR_TYPE = "dlq_error_type";
    static final String ERROR_MESSAGE = "dlq_error_message";
    static final String ATTEMPTS = "dlq_attempts";
    static final String ENTRY = "dlq_entry";
    static final String AT = "dlq_at";

    private static final int MAX_MESSAGE = 2_000;

    public DeadLetter {
        fields = Map.copyOf(fields);
    }

    /** Name of the tenant the entry says it belongs to, or null if it says nothing. */
    public @Nullable String tenant() {
        return fields.get("ce_tenant");
    }

    static String shortened(@Nullable String message) {
        String text = String.valueOf(message);
        return text.length() <= MAX_MESSAGE ? text : text.substring(0, MAX_MESSAGE);
    }
}
