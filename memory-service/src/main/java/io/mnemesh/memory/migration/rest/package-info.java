/** Migrations of the index over HTTP. */
@NullMarked
package io.mnemesh.memory.migration.rest;

import org.jspecify.annotations.NullMarked;
