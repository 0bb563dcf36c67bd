/** What the orchestrator decides, without effects: the simulation and the service run the same classes. */
@Algorithms
@NullMarked
package io.mnemesh.intelligence.orchestrator.policy;

import io.mnemesh.mesh.Algorithms;
import org.jspecify.annotations.NullMarked;
