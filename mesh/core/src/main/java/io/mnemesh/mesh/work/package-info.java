/** Work lanes and request/reply between services. */
@NullMarked
package io.mnemesh.mesh.work;

import org.jspecify.annotations.NullMarked;
