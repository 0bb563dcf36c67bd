/** Which waiting texts are computed together. No framework types. */
@NullMarked
package io.mnemesh.embeddings.batch;

import org.jspecify.annotations.NullMarked;
