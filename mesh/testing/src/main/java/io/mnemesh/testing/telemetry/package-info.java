@NullMarked
package io.mnemesh.testing.telemetry;

import org.jspecify.annotations.NullMarked;
