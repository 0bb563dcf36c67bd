/** How the cache does, per tier and per namespace. */
@NullMarked
package io.mnemesh.cacheservice.metrics;

import org.jspecify.annotations.NullMarked;
