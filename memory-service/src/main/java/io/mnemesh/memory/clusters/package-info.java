/** Clusters of related memories, kept up to date as memories come, change and go. */
@NullMarked
package io.mnemesh.memory.clusters;

import org.jspecify.annotations.NullMarked;
