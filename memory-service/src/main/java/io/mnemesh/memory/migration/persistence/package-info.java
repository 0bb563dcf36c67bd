/** Migrations of the index in PostgreSQL. */
@NullMarked
package io.mnemesh.memory.migration.persistence;

import org.jspecify.annotations.NullMarked;
