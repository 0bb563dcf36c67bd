/** The local launcher behind {@code ./mnemesh}. */
@NullMarked
package io.mnemesh.launcher;

import org.jspecify.annotations.NullMarked;
