/** REST of error analysis. */
@NullMarked
package io.mnemesh.intelligence.errors.rest;

import org.jspecify.annotations.NullMarked;
