/** Costs over HTTP. */
@NullMarked
package io.mnemesh.intelligence.cost.rest;

import org.jspecify.annotations.NullMarked;
