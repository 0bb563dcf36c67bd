/** memory-service: memories, conversations and retrieval. */
@NullMarked
package io.mnemesh.memory;

import org.jspecify.annotations.NullMarked;
