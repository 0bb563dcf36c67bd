/** Watches the services of the mesh and acts on where they run, if it may. */
@NullMarked
package io.mnemesh.intelligence.orchestrator;

import org.jspecify.annotations.NullMarked;
