/** L1: Caffeine, bounded by bytes. */
@NullMarked
package io.mnemesh.cache.local;

import org.jspecify.annotations.NullMarked;
