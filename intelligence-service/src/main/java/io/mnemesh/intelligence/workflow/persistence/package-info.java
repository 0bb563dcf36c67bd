/** What is stored of workflows. */
@NullMarked
package io.mnemesh.intelligence.workflow.persistence;

import org.jspecify.annotations.NullMarked;
