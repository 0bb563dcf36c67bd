/** Tenant-scoped PostgreSQL transactions. */
@NullMarked
package io.mnemesh.mesh.postgres;

import org.jspecify.annotations.NullMarked;
