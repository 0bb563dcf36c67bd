/** The OpenAI-shaped REST API. */
@NullMarked
package io.mnemesh.embeddings.rest;

import org.jspecify.annotations.NullMarked;
