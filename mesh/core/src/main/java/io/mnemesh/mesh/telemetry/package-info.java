/** Log keys, metric names and trace propagation. */
@NullMarked
package io.mnemesh.mesh.telemetry;

import org.jspecify.annotations.NullMarked;
