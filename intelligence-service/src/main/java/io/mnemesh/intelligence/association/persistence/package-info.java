/** Tables of associations. */
@NullMarked
package io.mnemesh.intelligence.association.persistence;

import org.jspecify.annotations.NullMarked;
