/** Tests of problems that the HTTP server itself answers with. */
@NullMarked
package io.mnemesh.testing.problem;

import org.jspecify.annotations.NullMarked;
