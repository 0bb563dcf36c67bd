/** How work that nobody waits for gives way to requests. */
@NullMarked
package io.mnemesh.memory.background;

import org.jspecify.annotations.NullMarked;
