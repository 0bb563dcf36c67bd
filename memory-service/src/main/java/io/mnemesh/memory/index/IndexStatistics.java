package io.mnemesh.memory.index;

/**
 * How full an index is.
 *
 * @param documents   memories in it
 * @param uncommitted changes a crash would make it follow again
 */
public record IndexStatistics(long documents, long uncommitted) {}
