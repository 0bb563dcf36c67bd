/** Text to token ids.. */
@Algorithms
@NullMarked
package io.mnemesh.embeddings.token;

import io.mnemesh.mesh.Algorithms;
import org.jspecify.annotations.NullMarked;
