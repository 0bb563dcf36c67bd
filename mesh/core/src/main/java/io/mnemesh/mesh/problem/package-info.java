/** RFC 9457 problems: one catalogue, one mapper. */
@NullMarked
package io.mnemesh.mesh.problem;

import org.jspecify.annotations.NullMarked;
