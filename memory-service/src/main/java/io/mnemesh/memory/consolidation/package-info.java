/** Memories that say the same: found, merged without loss, and taken apart again. */
@NullMarked
package io.mnemesh.memory.consolidation;

import org.jspecify.annotations.NullMarked;
