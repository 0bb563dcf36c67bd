/** How candidates of a question are ranked: fusion of the legs and priors on top; no index types. */
@NullMarked
package io.mnemesh.memory.index.ranking;

import org.jspecify.annotations.NullMarked;
