/** Caches that are declared at methods: reading the declarations, and the interceptors. */
@NullMarked
package io.mnemesh.cache.declarative;

import org.jspecify.annotations.NullMarked;
