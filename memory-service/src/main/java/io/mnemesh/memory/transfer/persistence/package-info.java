/** Imports in PostgreSQL. */
@NullMarked
package io.mnemesh.memory.transfer.persistence;

import org.jspecify.annotations.NullMarked;
