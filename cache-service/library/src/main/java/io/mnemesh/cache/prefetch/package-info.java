/** What is likely to be read next, learned from the order of reads, and whether it pays to load it before it is. */
@Algorithms
@NullMarked
package io.mnemesh.cache.prefetch;

import io.mnemesh.mesh.Algorithms;
import org.jspecify.annotations.NullMarked;
