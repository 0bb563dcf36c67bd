/** What every service's API description has in common. */
@NullMarked
package io.mnemesh.mesh.openapi;

import org.jspecify.annotations.NullMarked;
