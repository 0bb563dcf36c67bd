/** Memories: what one is, what is acceptable, how it is stored, read and deleted. */
@NullMarked
package io.mnemesh.memory.memories;

import org.jspecify.annotations.NullMarked;
