package io.mnemesh.gateway.sessions;

import java.util.Locale;

/** Why a session ended before its time. */
public enum EndReason {
    LOGOUT("it was logged out"),
    EVERYWHERE("all sessions of the user were logged out"),
    REUSE("a refresh token of it was used twice, so that somebody may have stolen it"),
    ADMIN("an admin ended it"),
    PASSWORD("the password was changed"),
    DISPLACED("the user signed in on too many other devices");

    private final String text;

    EndReason(String text) {
        this.text = text;
    }

    /** Name in the database. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    static EndReason of(String key) {
        return valueOf(key.toUpperCase(Locale.ROOT));
    }

    /** For people, after "because". */
    String text() {
        return text;
    }
}
