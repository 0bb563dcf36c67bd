/** Background jobs over HTTP. */
@NullMarked
package io.mnemesh.embeddings.job.rest;

import org.jspecify.annotations.NullMarked;
