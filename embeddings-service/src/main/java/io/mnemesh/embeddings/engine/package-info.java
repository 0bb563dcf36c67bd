/** The bounded compute engine: lanes, workers, deadlines. No framework types. */
@NullMarked
package io.mnemesh.embeddings.engine;

import org.jspecify.annotations.NullMarked;
