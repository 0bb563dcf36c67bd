/** Tables of erasures. */
@NullMarked
package io.mnemesh.memory.erasure.persistence;

import org.jspecify.annotations.NullMarked;
