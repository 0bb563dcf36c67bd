/** Similarity of errors and how sure an answer is. Plain algorithms. */
@Algorithms
@NullMarked
package io.mnemesh.intelligence.errors.ranking;

import io.mnemesh.mesh.Algorithms;
import org.jspecify.annotations.NullMarked;
