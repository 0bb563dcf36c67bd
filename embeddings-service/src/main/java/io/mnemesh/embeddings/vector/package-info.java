/** Vectors of texts: computed once, kept in the cache, shared by equal texts. */
@NullMarked
package io.mnemesh.embeddings.vector;

import org.jspecify.annotations.NullMarked;
