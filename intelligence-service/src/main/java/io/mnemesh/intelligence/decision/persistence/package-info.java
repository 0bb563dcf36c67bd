/** Where decisions and the models of them are kept. */
@NullMarked
package io.mnemesh.intelligence.decision.persistence;

import org.jspecify.annotations.NullMarked;
