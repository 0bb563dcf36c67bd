/** L3: PostgreSQL, in the schema of the embedding service. */
@NullMarked
package io.mnemesh.cache.postgres;

import org.jspecify.annotations.NullMarked;
