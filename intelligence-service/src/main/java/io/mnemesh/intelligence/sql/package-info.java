/** What the stores of all features need to speak SQL. */
@NullMarked
package io.mnemesh.intelligence.sql;

import org.jspecify.annotations.NullMarked;
