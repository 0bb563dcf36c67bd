@NullMarked
package io.mnemesh.testing.config;

import org.jspecify.annotations.NullMarked;
