package io.mnemesh.memory.search;

import io.mnemesh.memory.memories.MemoryFilter;

/**
 * A search that is acceptable; made by {@link SearchDraft}.
 *
 * @param query  the question
 * @param limit  most hits
 * @param filter which memories are meant
 */
public record Search(String query, int limit, MemoryFilter filter) {}
