/** PostgreSQL, Redis and the six services as supervised child processes. */
@NullMarked
package io.mnemesh.launcher.stack;

import org.jspecify.annotations.NullMarked;
