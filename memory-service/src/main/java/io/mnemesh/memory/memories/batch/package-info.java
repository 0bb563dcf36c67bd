/** Many changes of memories in one call, each with its own outcome. */
@NullMarked
package io.mnemesh.memory.memories.batch;

import org.jspecify.annotations.NullMarked;
