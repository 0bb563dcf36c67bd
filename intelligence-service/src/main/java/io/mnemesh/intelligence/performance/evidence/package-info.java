/** What stored series give evidence of. Plain algorithms: change points, correlation with lag, and their sample sizes. */
@Algorithms
@NullMarked
package io.mnemesh.intelligence.performance.evidence;

import io.mnemesh.mesh.Algorithms;
import org.jspecify.annotations.NullMarked;
