/** What the orchestrator keeps. */
@NullMarked
package io.mnemesh.intelligence.orchestrator.persistence;

import org.jspecify.annotations.NullMarked;
