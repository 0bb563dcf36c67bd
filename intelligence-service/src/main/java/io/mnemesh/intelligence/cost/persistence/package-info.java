/** Tables of costs. */
@NullMarked
package io.mnemesh.intelligence.cost.persistence;

import org.jspecify.annotations.NullMarked;
