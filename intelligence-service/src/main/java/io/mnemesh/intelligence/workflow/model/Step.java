package io.mnemesh.intelligence.workflow.model;

import org.jspecify.annotations.Nullable;

/**
 * Something that happened in a case.
 *
 * @param caseId   the case
 * @param activity what was done; null if the case only ended
 * @param at       when, ms since 1970
 * @param ends     whether the case ended with it
 */
public record Step(String caseId, @Nullable String activity, long at, boolean ends) {}
