/** What is learned from the steps of cases: flow, variants, patterns, rhythms and the next task. Plain algorithms. */
@Algorithms
@NullMarked
package io.mnemesh.intelligence.workflow.model;

import io.mnemesh.mesh.Algorithms;
import org.jspecify.annotations.NullMarked;
