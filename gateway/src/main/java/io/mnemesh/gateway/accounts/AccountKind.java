package io.mnemesh.gateway.accounts;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What an account stands for. */
public enum AccountKind {
    /** A program; it has API keys. */
    SERVICE,
    /** A person; has a password or comes from an identity provider. */
    USER;

    /** Name in the database and the API. */
    @JsonValue
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    static AccountKind of(String key) {
        return valueOf(key.toUpperCase(Locale.ROOT));
    }
}
