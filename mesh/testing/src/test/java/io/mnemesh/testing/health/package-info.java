@NullMarked
package io.mnemesh.testing.health;

import org.jspecify.annotations.NullMarked;
