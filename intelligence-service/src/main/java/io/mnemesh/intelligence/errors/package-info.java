/** Error groups: learned from error memories, asked for by analyze-error. */
@NullMarked
package io.mnemesh.intelligence.errors;

import org.jspecify.annotations.NullMarked;
