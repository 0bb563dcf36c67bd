@NullMarked
package io.mnemesh.testing.outbox;

import org.jspecify.annotations.NullMarked;
