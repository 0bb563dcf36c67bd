/** Servers, clocks and ids for tests of Mnemesh's modules. */
@NullMarked
package io.mnemesh.testing;

import org.jspecify.annotations.NullMarked;
