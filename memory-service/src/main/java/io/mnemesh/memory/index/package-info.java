/** The derived search index: its contract, its follower and its rebuild. */
@NullMarked
package io.mnemesh.memory.index;

import org.jspecify.annotations.NullMarked;
