/** How features take part in erasures. */
@NullMarked
package io.mnemesh.intelligence.erasure;

import org.jspecify.annotations.NullMarked;
