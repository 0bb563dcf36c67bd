/** What is usual of a token and of a tenant, and what is not. */
@Algorithms
@NullMarked
package io.mnemesh.intelligence.security.profile;

import io.mnemesh.mesh.Algorithms;
import org.jspecify.annotations.NullMarked;
