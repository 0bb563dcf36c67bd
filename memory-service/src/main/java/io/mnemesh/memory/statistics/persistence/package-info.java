/** Counting memories in PostgreSQL. */
@NullMarked
package io.mnemesh.memory.statistics.persistence;

import org.jspecify.annotations.NullMarked;
