/** What users and sessions are at, and how that biases retrieval. */
@NullMarked
package io.mnemesh.memory.current;

import org.jspecify.annotations.NullMarked;
