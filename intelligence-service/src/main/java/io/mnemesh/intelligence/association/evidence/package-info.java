/** What can be said from how many users found a memory useful where. Plain algorithms. */
@Algorithms
@NullMarked
package io.mnemesh.intelligence.association.evidence;

import io.mnemesh.mesh.Algorithms;
import org.jspecify.annotations.NullMarked;
