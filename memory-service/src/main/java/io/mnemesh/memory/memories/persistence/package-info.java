/** Tables of memories; entities stay inside. */
@NullMarked
package io.mnemesh.memory.memories.persistence;

import org.jspecify.annotations.NullMarked;
