/** Who is calling, and for which tenant. */
@NullMarked
package io.mnemesh.mesh.tenancy;

import org.jspecify.annotations.NullMarked;
