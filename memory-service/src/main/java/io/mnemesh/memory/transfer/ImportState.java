package io.mnemesh.memory.transfer;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What an import is at. */
public enum ImportState {
    /** More lines are expected; those received are being stored. */
    RECEIVING,
    /** All lines are received and being stored. */
    RUNNING,
    /** Every line is stored or refused. */
    DONE,
    /** It was given up; what was stored stays. */
    CANCELLED;

    /** Name in JSON and in the record, lower case. */
    @JsonValue
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** True if nothing more happens. */
    public boolean finished() {
        return this == DONE || this == CANCELLED;
    }
}
