/** Groups error texts by what they say: masking, stack fingerprints and online template mining. Plain algorithms. */
@NullMarked
package io.mnemesh.intelligence.errors.mining;

import org.jspecify.annotations.NullMarked;
