/** Verification of mesh tokens. */
@NullMarked
package io.mnemesh.mesh.identity;

import org.jspecify.annotations.NullMarked;
