/** Cryptography that several features need. */
@NullMarked
package io.mnemesh.mesh.crypto;

import org.jspecify.annotations.NullMarked;
