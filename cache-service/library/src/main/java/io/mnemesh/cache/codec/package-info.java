/** How entries are addressed and written in the shared tiers. */
@NullMarked
package io.mnemesh.cache.codec;

import org.jspecify.annotations.NullMarked;
