/** The comparison of a model with reference vectors, for {@code ./mnemesh verify-model}. */
@NullMarked
package io.mnemesh.embeddings.verify;

import org.jspecify.annotations.NullMarked;
