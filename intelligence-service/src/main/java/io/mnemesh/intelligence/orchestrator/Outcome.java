package io.mnemesh.intelligence.orchestrator;

import java.util.Locale;

/** What became of a proposed action. */
public enum Outcome {
    /** It was done. */
    APPLIED,
    /** It would have been accepted. */
    DRY_RUN,
    /** It was not tried. */
    ADVISED,
    /** Cool-down, budget or somebody else who decides on the replicas were against it. */
    REFUSED,
    /** It was tried or rehearsed, and did not work. */
    FAILED,
    /** It was in force, and an operator took it back. */
    CANCELLED;

    /** As it is written in JSON, for example {@code dry-run}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
