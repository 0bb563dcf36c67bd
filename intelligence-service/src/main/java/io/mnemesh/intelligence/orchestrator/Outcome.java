package io.mnemesh.intelligence.orchestrator;

import java.util.Locale;

/** What became of a proposed action. */
public enum Outcome {
    /** It was done. */
    APPLIED,
    /** It would have been done. */
    DRY_RUN,
    /** Cool-down or budget were against it. */
    REFUSED,
    /** It was tried, and did not work. */
    FAILED;

    /** As it is written in JSON, for example {@code dry-run}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
