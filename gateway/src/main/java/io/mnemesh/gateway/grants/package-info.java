/** Subscription tokens, which backends get for their users. */
@NullMarked
package io.mnemesh.gateway.grants;

import org.jspecify.annotations.NullMarked;
