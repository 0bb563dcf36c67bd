/** Token ids to vectors through ONNX Runtime. No framework types. */
@NullMarked
package io.mnemesh.embeddings.inference;

import org.jspecify.annotations.NullMarked;
