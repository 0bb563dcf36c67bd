/** Decisions: they are recorded, learned from when they have ended, and analyzed before they are made. */
@NullMarked
package io.mnemesh.intelligence.decision;

import org.jspecify.annotations.NullMarked;
