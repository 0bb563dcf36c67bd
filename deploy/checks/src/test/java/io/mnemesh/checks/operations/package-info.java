@NullMarked
package io.mnemesh.checks.operations;

import org.jspecify.annotations.NullMarked;
