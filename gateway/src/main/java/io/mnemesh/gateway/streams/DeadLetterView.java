package io.mnemesh.gateway.streams;

import io.mnemesh.mesh.stream.DeadLetter;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter.
 *
 * @param error  what the consumer said; only operators see it
 * @param fields the entry as it was
 */
@RegisterForReflection
public record DeadLetterView(
        String id,
        String group,
        int partition,
        String entryId,
        Instant at,
        @Nullable String tenant,
        int attempts,
        @Nullable String error,
        Map<String, String> fields) {

    static DeadLetterView of(DeadLetter letter, boolean withError) {
        return new DeadLetterView(
                letter.id(),
                letter.group(),
                letter.partition(),
                letter.entryId(),
                letter.at(),
                letter.tenant(),
                letter.attempts(),
                withError ? letter.errorMessage() : null,
                letter.fields());
    }
}
