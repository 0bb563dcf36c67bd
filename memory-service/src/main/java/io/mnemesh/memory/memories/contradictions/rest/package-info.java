/** HTTP side of contradictions. */
@NullMarked
package io.mnemesh.memory.memories.contradictions.rest;

import org.jspecify.annotations.NullMarked;
