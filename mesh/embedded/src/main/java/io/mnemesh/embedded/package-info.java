/** PostgreSQL and Redis as child processes, from binaries on the class path. */
@NullMarked
package io.mnemesh.embedded;

import org.jspecify.annotations.NullMarked;
