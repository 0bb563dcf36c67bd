@NullMarked
package io.mnemesh.embedded;

import org.jspecify.annotations.NullMarked;
