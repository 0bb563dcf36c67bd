@NullMarked
package io.mnemesh.checks.rules;

import org.jspecify.annotations.NullMarked;
