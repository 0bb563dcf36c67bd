/** Messages as their differences from others. No framework types. */
@NullMarked
package io.mnemesh.realtime.delta;

import org.jspecify.annotations.NullMarked;
