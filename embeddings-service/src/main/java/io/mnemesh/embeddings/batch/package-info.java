/** Which waiting texts are computed together.. */
@Algorithms
@NullMarked
package io.mnemesh.embeddings.batch;

import io.mnemesh.mesh.Algorithms;
import org.jspecify.annotations.NullMarked;
