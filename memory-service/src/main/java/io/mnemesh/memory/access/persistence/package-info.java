/** Accesses in PostgreSQL. */
@NullMarked
package io.mnemesh.memory.access.persistence;

import org.jspecify.annotations.NullMarked;
