/** Plug-ins over HTTP. */
@NullMarked
package io.mnemesh.intelligence.plugin.rest;

import org.jspecify.annotations.NullMarked;
