/** Time-ordered identifiers. */
@NullMarked
package io.mnemesh.mesh.id;

import org.jspecify.annotations.NullMarked;
