package io.mnemesh.intelligence.security.profile;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What is unusual. */
public enum AlertKind {
    /** A token was denied far more often than ever. */
    DENIED_BURST,
    /** A token came from a network that it never came from. */
    NEW_NETWORK,
    /** A token was used at a time of the day at which it never was. */
    UNUSUAL_HOUR,
    /** A tenant was denied far more often than ever. */
    TENANT_DENIED,
    /** A tenant asked far more often than ever. */
    TENANT_RATE,
    /** A tenant read far more than ever. */
    TENANT_VOLUME;

    /** As it is written in JSON, for example {@code new-network}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What {@link #text} wrote, or nothing. */
    public static Optional<AlertKind> of(String text) {
        return Arrays.stream(values()).filter(kind -> kind.text().equals(text)).findFirst();
    }
}
