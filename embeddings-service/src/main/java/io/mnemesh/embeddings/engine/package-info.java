/** The bounded compute engine: lanes, workers, deadlines.. */
@Algorithms
@NullMarked
package io.mnemesh.embeddings.engine;

import io.mnemesh.mesh.Algorithms;
import org.jspecify.annotations.NullMarked;
