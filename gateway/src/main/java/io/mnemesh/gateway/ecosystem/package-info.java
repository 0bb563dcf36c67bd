/** The state of the whole mesh in figures. */
@NullMarked
package io.mnemesh.gateway.ecosystem;

import org.jspecify.annotations.NullMarked;
