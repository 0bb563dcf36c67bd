/** Search by words and meaning. */
@NullMarked
package io.mnemesh.memory.search;

import org.jspecify.annotations.NullMarked;
