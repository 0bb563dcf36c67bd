/** Which memories are read and found: counted in process, kept in batches, used for ranking and for warming caches. */
@NullMarked
package io.mnemesh.memory.access;

import org.jspecify.annotations.NullMarked;
