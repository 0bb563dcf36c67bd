@NullMarked
package io.mnemesh.testing.postgres;

import org.jspecify.annotations.NullMarked;
