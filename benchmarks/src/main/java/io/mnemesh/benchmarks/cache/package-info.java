/** The benchmark of the cache library: hit paths, traces, and several processes at once. */
@NullMarked
package io.mnemesh.benchmarks.cache;

import org.jspecify.annotations.NullMarked;
