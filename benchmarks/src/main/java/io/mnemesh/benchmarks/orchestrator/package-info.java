/** Scaling and healing in simulation. */
@NullMarked
package io.mnemesh.benchmarks.orchestrator;

import org.jspecify.annotations.NullMarked;
