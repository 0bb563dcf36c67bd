/** Forecasts and capacity over HTTP. */
@NullMarked
package io.mnemesh.intelligence.forecast.rest;

import org.jspecify.annotations.NullMarked;
