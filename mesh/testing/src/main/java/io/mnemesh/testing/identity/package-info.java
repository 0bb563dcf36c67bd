/** Tokens for tests. */
@NullMarked
package io.mnemesh.testing.identity;

import org.jspecify.annotations.NullMarked;
