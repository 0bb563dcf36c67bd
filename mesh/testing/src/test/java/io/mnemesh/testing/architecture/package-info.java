@NullMarked
package io.mnemesh.testing.architecture;

import org.jspecify.annotations.NullMarked;
