/** The data of each event type: one record per type, in step with its JSON Schema and example. */
@NullMarked
package io.mnemesh.mesh.event.payload;

import org.jspecify.annotations.NullMarked;
