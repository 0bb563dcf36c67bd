/** The search index in process, on Lucene. */
@NullMarked
package io.mnemesh.memory.index.lucene;

import org.jspecify.annotations.NullMarked;
