/** Token ids to vectors through ONNX Runtime.. */
@Algorithms
@NullMarked
package io.mnemesh.embeddings.inference;

import io.mnemesh.mesh.Algorithms;
import org.jspecify.annotations.NullMarked;
