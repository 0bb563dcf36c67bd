/** Predicts how decisions end from how past ones ended, with what it rests on. Plain algorithms. */
@Algorithms
@NullMarked
package io.mnemesh.intelligence.outcome;

import io.mnemesh.mesh.Algorithms;
import org.jspecify.annotations.NullMarked;
