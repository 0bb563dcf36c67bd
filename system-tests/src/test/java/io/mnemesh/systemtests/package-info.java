/** The whole mesh as real processes, used over its public door. */
@NullMarked
package io.mnemesh.systemtests;

import org.jspecify.annotations.NullMarked;
