/** Leases of background work in PostgreSQL. */
@NullMarked
package io.mnemesh.memory.background.persistence;

import org.jspecify.annotations.NullMarked;
