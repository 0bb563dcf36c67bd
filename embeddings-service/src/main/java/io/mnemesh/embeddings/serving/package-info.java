/** Models in service: loaded, warmed, computing; configuration and metrics of that. */
@NullMarked
package io.mnemesh.embeddings.serving;

import org.jspecify.annotations.NullMarked;
