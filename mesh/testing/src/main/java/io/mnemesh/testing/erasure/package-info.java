/** What tests of erasures need. */
@NullMarked
package io.mnemesh.testing.erasure;

import org.jspecify.annotations.NullMarked;
