/** Work that nobody waits for: it gives way to requests, and a failure is made up for at the next occasion. */
@NullMarked
package io.mnemesh.memory.background;

import org.jspecify.annotations.NullMarked;
