/** How features take events in. */
@NullMarked
package io.mnemesh.intelligence.events;

import org.jspecify.annotations.NullMarked;
