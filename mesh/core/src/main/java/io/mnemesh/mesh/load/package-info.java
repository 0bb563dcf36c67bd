/** What each running process carries, told to the others through Redis. */
@NullMarked
package io.mnemesh.mesh.load;

import org.jspecify.annotations.NullMarked;
