/** Feedback in PostgreSQL. */
@NullMarked
package io.mnemesh.memory.feedback.persistence;

import org.jspecify.annotations.NullMarked;
