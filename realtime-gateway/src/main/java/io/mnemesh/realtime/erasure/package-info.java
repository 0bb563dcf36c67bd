/** Removes what this service keeps of memories that are erased. */
@NullMarked
package io.mnemesh.realtime.erasure;

import org.jspecify.annotations.NullMarked;
