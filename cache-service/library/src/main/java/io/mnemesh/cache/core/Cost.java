package io.mnemesh.cache.core;

/** How dear loading a value is. */
enum Cost {
    /** Every tier is asked first, and one process loads for all. */
    USUAL,
    /** Only L2 is asked while it answers, and nobody waits for another process. */
    CHEAP
}
