/** How far users have come in channels, kept while they are away: what they acknowledged, and what they read. */
@NullMarked
package io.mnemesh.realtime.mark;

import org.jspecify.annotations.NullMarked;
