/** What users think of memories, and the weight it gives them. */
@NullMarked
package io.mnemesh.memory.feedback;

import org.jspecify.annotations.NullMarked;
