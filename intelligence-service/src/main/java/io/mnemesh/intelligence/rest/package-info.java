/** What the resources of all features share. */
@NullMarked
package io.mnemesh.intelligence.rest;

import org.jspecify.annotations.NullMarked;
