/** Health of the whole mesh. */
@NullMarked
package io.mnemesh.gateway.health;

import org.jspecify.annotations.NullMarked;
