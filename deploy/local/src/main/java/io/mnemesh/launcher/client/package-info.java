/** A small client of the public API, over the gateway. */
@NullMarked
package io.mnemesh.launcher.client;

import org.jspecify.annotations.NullMarked;
