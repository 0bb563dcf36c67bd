/** What can be said from counts, and how surely: rates, trends, associations and successes. Plain algorithms. */
@Algorithms
@NullMarked
package io.mnemesh.intelligence.errors.evidence;

import io.mnemesh.mesh.Algorithms;
import org.jspecify.annotations.NullMarked;
