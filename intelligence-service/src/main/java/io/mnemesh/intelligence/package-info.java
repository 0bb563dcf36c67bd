/** Learns from the mesh's events and answers what it learned. */
@NullMarked
package io.mnemesh.intelligence;

import org.jspecify.annotations.NullMarked;
