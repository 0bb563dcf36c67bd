/** Ending grants before their tokens end, everywhere. */
@NullMarked
package io.mnemesh.gateway.revocation;

import org.jspecify.annotations.NullMarked;
