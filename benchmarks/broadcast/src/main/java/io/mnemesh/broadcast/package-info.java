/** The baseline of the real-time benchmark. */
@NullMarked
package io.mnemesh.broadcast;

import org.jspecify.annotations.NullMarked;
