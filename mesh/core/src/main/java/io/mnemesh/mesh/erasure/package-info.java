/** What services need to remove things for good: from their tables, from the event log, from the lanes. */
@NullMarked
package io.mnemesh.mesh.erasure;

import org.jspecify.annotations.NullMarked;
