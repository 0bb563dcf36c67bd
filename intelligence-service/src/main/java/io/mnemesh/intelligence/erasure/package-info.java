/** Removes what was learned from erased memories, whatever it was that learned. */
@NullMarked
package io.mnemesh.intelligence.erasure;

import org.jspecify.annotations.NullMarked;
