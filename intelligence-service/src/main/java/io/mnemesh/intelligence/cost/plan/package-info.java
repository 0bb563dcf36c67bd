/** Which capacity would have been the cheapest, by replaying a load. */
@Algorithms
@NullMarked
package io.mnemesh.intelligence.cost.plan;

import io.mnemesh.mesh.Algorithms;
import org.jspecify.annotations.NullMarked;
