/** What a tenant has stored, in numbers. */
@NullMarked
package io.mnemesh.memory.statistics;

import org.jspecify.annotations.NullMarked;
