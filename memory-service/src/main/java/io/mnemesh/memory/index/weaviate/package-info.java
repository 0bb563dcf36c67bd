/** The search index beyond one machine, in Weaviate. */
@NullMarked
package io.mnemesh.memory.index.weaviate;

import org.jspecify.annotations.NullMarked;
