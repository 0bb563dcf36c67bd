/** Leaving without hurting anybody: paced close on shutdown. */
@NullMarked
package io.mnemesh.realtime.drain;

import org.jspecify.annotations.NullMarked;
