/** Plug-ins: found as beans, called with a deadline, and left out for a while when they fail. */
@NullMarked
package io.mnemesh.intelligence.plugin;

import org.jspecify.annotations.NullMarked;
