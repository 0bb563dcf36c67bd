/** Associations over HTTP. */
@NullMarked
package io.mnemesh.intelligence.association.rest;

import org.jspecify.annotations.NullMarked;
