@NullMarked
package io.mnemesh.launcher.backup;

import org.jspecify.annotations.NullMarked;
