/** Transactional outbox and the exactly-once effect helper. */
@NullMarked
package io.mnemesh.mesh.outbox;

import org.jspecify.annotations.NullMarked;
