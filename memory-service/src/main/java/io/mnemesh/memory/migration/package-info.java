/** Switching the search index to another embedding model. */
@NullMarked
package io.mnemesh.memory.migration;

import org.jspecify.annotations.NullMarked;
