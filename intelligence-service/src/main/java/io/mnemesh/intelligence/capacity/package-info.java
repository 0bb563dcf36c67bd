/** When resources reach their limits. */
@NullMarked
package io.mnemesh.intelligence.capacity;

import org.jspecify.annotations.NullMarked;
