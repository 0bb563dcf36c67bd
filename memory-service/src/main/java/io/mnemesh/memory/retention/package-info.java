/** Retention of memories by type, and what expires. */
@NullMarked
package io.mnemesh.memory.retention;

import org.jspecify.annotations.NullMarked;
