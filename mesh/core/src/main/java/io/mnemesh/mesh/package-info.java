/** The mesh library: what every Mnemesh service shares. */
@NullMarked
package io.mnemesh.mesh;

import org.jspecify.annotations.NullMarked;
