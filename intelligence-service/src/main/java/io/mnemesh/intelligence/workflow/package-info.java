/** Learns how work is done from the steps of cases, and answers what comes next. */
@NullMarked
package io.mnemesh.intelligence.workflow;

import org.jspecify.annotations.NullMarked;
