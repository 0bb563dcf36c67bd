/** The public edge of the mesh. */
@NullMarked
package io.mnemesh.gateway;

import org.jspecify.annotations.NullMarked;
