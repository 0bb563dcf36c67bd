/** Benchmarks behind {@code ./mnemesh bench}: each prints a table and can write its figures as one flat JSON object. */
@NullMarked
package io.mnemesh.benchmarks;

import org.jspecify.annotations.NullMarked;
