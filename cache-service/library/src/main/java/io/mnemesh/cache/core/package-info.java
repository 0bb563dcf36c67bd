/** The cache itself: tiers, loads, coherence, debts of tiers that are away. */
@NullMarked
package io.mnemesh.cache.core;

import org.jspecify.annotations.NullMarked;
