/** The models this service serves: their catalogue, their files and whether those can be trusted. */
@NullMarked
package io.mnemesh.embeddings.model;

import org.jspecify.annotations.NullMarked;
