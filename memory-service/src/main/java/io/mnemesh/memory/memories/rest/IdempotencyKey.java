package io.mnemesh.memory.memories.rest;

import io.mnemesh.memory.memories.TextRules;
import org.jspecify.annotations.Nullable;

/** The header {@code Idempotency-Key}. */
final class IdempotencyKey {

    static final String HEADER = "Idempotency-Key";

    private static final int MAX_LENGTH = 255;

    private IdempotencyKey() {}

    /** The key, null if absent; {@code invalid-value} if it is not one. */
    static @Nullable String check(@Nullable String header) {
        return TextRules.optionalLabel(HEADER, header, MAX_LENGTH);
    }
}
