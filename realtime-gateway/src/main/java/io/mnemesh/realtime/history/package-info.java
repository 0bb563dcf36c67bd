/** The shared log of each channel in Redis: atomic publish, offset, epoch, bounded history. */
@NullMarked
package io.mnemesh.realtime.history;

import org.jspecify.annotations.NullMarked;
