/** The mesh's token signing key. */
@NullMarked
package io.mnemesh.gateway.signing;

import org.jspecify.annotations.NullMarked;
