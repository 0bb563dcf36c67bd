/** Many memories in and out as lines of JSON: bulk imports that survive a restart, and the export they take back. */
@NullMarked
package io.mnemesh.memory.transfer;

import org.jspecify.annotations.NullMarked;
