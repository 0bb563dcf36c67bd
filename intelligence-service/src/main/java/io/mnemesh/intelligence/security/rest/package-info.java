/** Security alerts over HTTP. */
@NullMarked
package io.mnemesh.intelligence.security.rest;

import org.jspecify.annotations.NullMarked;
