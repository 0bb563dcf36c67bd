/** Writes the pages of {@code docs} that follow from the sources, and fails where one is stale. */
@NullMarked
package io.mnemesh.reference;

import org.jspecify.annotations.NullMarked;
