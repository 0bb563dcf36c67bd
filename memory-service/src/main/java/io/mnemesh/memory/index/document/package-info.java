/** What every index keeps and computes of a memory: its words, its stored forms, cosines. */
@NullMarked
package io.mnemesh.memory.index.document;

import org.jspecify.annotations.NullMarked;
