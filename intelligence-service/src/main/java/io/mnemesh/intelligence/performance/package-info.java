/** Metrics of the mesh: what is unusual of them, what changed, what goes together, and what to do about it. */
@NullMarked
package io.mnemesh.intelligence.performance;

import org.jspecify.annotations.NullMarked;
