/** Erasing memories and users for good, with a signed tombstone at the end. */
@NullMarked
package io.mnemesh.memory.erasure;

import org.jspecify.annotations.NullMarked;
