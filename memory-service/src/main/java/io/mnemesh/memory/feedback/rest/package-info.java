/** HTTP side of feedback. */
@NullMarked
package io.mnemesh.memory.feedback.rest;

import org.jspecify.annotations.NullMarked;
