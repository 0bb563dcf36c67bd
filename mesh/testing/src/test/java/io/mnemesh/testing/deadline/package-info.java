/** Tests of deadlines in a running service. */
@NullMarked
package io.mnemesh.testing.deadline;

import org.jspecify.annotations.NullMarked;
