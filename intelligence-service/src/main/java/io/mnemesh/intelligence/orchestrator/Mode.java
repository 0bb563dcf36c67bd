package io.mnemesh.intelligence.orchestrator;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How far the orchestrator goes. */
public enum Mode {
    /** It looks and says nothing. */
    OFF,
    /** It writes down what it would do. */
    ADVISE,
    /** It asks where the services run whether that would be accepted, and changes nothing. */
    DRY_RUN,
    /** It acts on what was accepted in such a rehearsal. */
    APPLY;

    /** As it is written in JSON, for example {@code dry-run}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What {@link #text} wrote, or nothing. */
    public static Optional<Mode> of(String text) {
        return Arrays.stream(values()).filter(mode -> mode.text().equals(text)).findFirst();
    }
}
