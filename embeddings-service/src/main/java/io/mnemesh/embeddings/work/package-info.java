/** Embedding as work of the mesh. */
@NullMarked
package io.mnemesh.embeddings.work;

import org.jspecify.annotations.NullMarked;
