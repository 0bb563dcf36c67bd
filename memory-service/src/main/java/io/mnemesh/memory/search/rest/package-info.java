/** HTTP side of search. */
@NullMarked
package io.mnemesh.memory.search.rest;

import org.jspecify.annotations.NullMarked;
