/** What was learned from errors, in PostgreSQL. */
@NullMarked
package io.mnemesh.intelligence.errors.persistence;

import org.jspecify.annotations.NullMarked;
