/** How long the sender of a request waits for its answer. */
@NullMarked
package io.mnemesh.mesh.deadline;

import org.jspecify.annotations.NullMarked;
