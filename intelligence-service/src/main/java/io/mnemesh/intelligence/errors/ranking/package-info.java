/** Similarity of errors and how sure an answer is. Plain algorithms. */
@NullMarked
package io.mnemesh.intelligence.errors.ranking;

import org.jspecify.annotations.NullMarked;
