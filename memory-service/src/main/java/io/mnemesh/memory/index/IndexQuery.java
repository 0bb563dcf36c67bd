package io.mnemesh.memory.index;

import io.mnemesh.memory.memories.MemoryFilter;
import io.mnemesh.mesh.tenancy.TenantId;
import org.jspecify.annotations.Nullable;

/**
 * A question to the index.
 *
 * @param tenant whose memories
 * @param text   the question in words
 * @param vector its vector; null to search by words only
 * @param filter which memories are meant; applied before ranking in both legs
 * @param limit  most hits
 */
public record IndexQuery(TenantId tenant, String text, float @Nullable [] vector, MemoryFilter filter, int limit) {}
