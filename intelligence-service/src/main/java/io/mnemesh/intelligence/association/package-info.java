/** What users of a tenant found useful in a context, for others in the same one; behind a switch of the tenant. */
@NullMarked
package io.mnemesh.intelligence.association;

import org.jspecify.annotations.NullMarked;
