/** HTTP side of conversations. */
@NullMarked
package io.mnemesh.memory.conversations.rest;

import org.jspecify.annotations.NullMarked;
