/** How memories hang together: a graph over the record and the index that is walked when it is asked for. */
@NullMarked
package io.mnemesh.memory.relations;

import org.jspecify.annotations.NullMarked;
