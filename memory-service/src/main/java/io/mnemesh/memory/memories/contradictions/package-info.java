/** Statements of which not all can hold. */
@NullMarked
package io.mnemesh.memory.memories.contradictions;

import org.jspecify.annotations.NullMarked;
