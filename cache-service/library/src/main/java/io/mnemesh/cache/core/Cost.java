package io.mnemesh.cache.core;

/** What loading a value costs, beside looking for it. */
enum Cost {
    /** Much more: every tier is asked, and one process loads for all. */
    USUAL,
    /** About as much: only L2 is asked while it answers, and nobody waits for another process. */
    CHEAP
}
