/** Vectors for new and changed memories. */
@NullMarked
package io.mnemesh.memory.embedding;

import org.jspecify.annotations.NullMarked;
