/** Text to token ids. No framework types. */
@NullMarked
package io.mnemesh.embeddings.token;

import org.jspecify.annotations.NullMarked;
