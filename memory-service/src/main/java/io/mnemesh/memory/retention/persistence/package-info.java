/** Tables of retention. */
@NullMarked
package io.mnemesh.memory.retention.persistence;

import org.jspecify.annotations.NullMarked;
