/** The architecture rules every service is held to. */
@NullMarked
package io.mnemesh.testing.architecture;

import org.jspecify.annotations.NullMarked;
