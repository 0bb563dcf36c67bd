/** How vectors are grouped as they come and go, and how groups are named. */
@Algorithms
@NullMarked
package io.mnemesh.memory.clusters.grouping;

import io.mnemesh.mesh.Algorithms;
import org.jspecify.annotations.NullMarked;
