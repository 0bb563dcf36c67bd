/** Whether two texts say the same, decided by their words. */
@Algorithms
@NullMarked
package io.mnemesh.memory.consolidation.wording;

import io.mnemesh.mesh.Algorithms;
import org.jspecify.annotations.NullMarked;
