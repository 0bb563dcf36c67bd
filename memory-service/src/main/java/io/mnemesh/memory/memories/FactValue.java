package io.mnemesh.memory.memories;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One value of a fact, as far as it was known at some time.
 *
 * @param validFrom event time from which on it holds
 * @param validTo   event time from which on the next value holds; null while none is known
 * @param memory    the memory that says so, as it is now
 */
@Schema(name = "FactValue")
public record FactValue(Instant validFrom, @Nullable Instant validTo, Memory memory) {}
