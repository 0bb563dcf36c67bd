/** Removes what this service keeps of memories and users that are erased. */
@NullMarked
package io.mnemesh.embeddings.erasure;

import org.jspecify.annotations.NullMarked;
