/** Where work goes on after a tier has answered. */
@NullMarked
package io.mnemesh.cache.threads;

import org.jspecify.annotations.NullMarked;
