@NullMarked
package io.mnemesh.testing;

import org.jspecify.annotations.NullMarked;
