/** Corpora that are embedded in the background: kept in PostgreSQL, worked off in the bulk lane by whichever instance is free. */
@NullMarked
package io.mnemesh.embeddings.job;

import org.jspecify.annotations.NullMarked;
