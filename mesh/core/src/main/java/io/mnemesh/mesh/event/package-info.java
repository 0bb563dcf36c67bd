/** CloudEvents on the mesh: types, records, codec. */
@NullMarked
package io.mnemesh.mesh.event;

import org.jspecify.annotations.NullMarked;
