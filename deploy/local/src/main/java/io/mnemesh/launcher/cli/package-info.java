/** The commands. */
@NullMarked
package io.mnemesh.launcher.cli;

import org.jspecify.annotations.NullMarked;
