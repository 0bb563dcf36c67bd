/** HTTP side of memories. */
@NullMarked
package io.mnemesh.memory.memories.rest;

import org.jspecify.annotations.NullMarked;
