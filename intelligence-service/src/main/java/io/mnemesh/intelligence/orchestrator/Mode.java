package io.mnemesh.intelligence.orchestrator;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Whether the orchestrator acts. */
public enum Mode {
    /** It looks and says nothing. */
    OFF,
    /** It writes down what it would do. */
    DRY_RUN,
    /** It acts. */
    ON;

    /** As it is written in JSON, for example {@code dry-run}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What {@link #text} wrote, or nothing. */
    public static Optional<Mode> of(String text) {
        return Arrays.stream(values()).filter(mode -> mode.text().equals(text)).findFirst();
    }
}
