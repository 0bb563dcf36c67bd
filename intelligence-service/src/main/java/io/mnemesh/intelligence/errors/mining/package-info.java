/** Groups error texts by what they say: masking, stack fingerprints and online template mining. Plain algorithms. */
@Algorithms
@NullMarked
package io.mnemesh.intelligence.errors.mining;

import io.mnemesh.mesh.Algorithms;
import org.jspecify.annotations.NullMarked;
