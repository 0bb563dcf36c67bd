/** Writes that are acknowledged from a durable journal and reach their store later. */
@NullMarked
package io.mnemesh.cache.journal;

import org.jspecify.annotations.NullMarked;
