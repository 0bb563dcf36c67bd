package io.mnemesh.intelligence.errors;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One time an error was seen: what an error memory tells.
 *
 * @param memoryId     the memory
 * @param groupId      its group
 * @param signatureKey what it was grouped by
 * @param content      the memory's text
 * @param summary      what is compared with other errors
 * @param resolution   how it was resolved, if the memory says so
 * @param worked       whether that resolution helped; null if it is not told
 * @param context      where it belongs, as {@code name=value}
 * @param at           when it happened
 * @param vector       embedding of the summary; null while there is none
 * @param model        model that made the vector
 */
public record Occurrence(
        UUID memoryId,
        UUID groupId,
        String signatureKey,
        String content,
        String summary,
        @Nullable String resolution,
        @Nullable Boolean worked,
        Set<String> context,
        Instant at,
        float @Nullable [] vector,
        @Nullable String model) {}
