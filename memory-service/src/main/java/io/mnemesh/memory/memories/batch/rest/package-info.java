/** HTTP side of batches. */
@NullMarked
package io.mnemesh.memory.memories.batch.rest;

import org.jspecify.annotations.NullMarked;
