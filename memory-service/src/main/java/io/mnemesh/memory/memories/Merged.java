package io.mnemesh.memory.memories;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A memory another one stands for.
 *
 * @param similarity cosine of their vectors when they were merged
 * @param mergedAt   when that was
 * @param memory     the memory, as it was stored
 */
@Schema(name = "MergedMemory", description = "A memory another one stands for")
public record Merged(double similarity, Instant mergedAt, Memory memory) {}
