package io.mnemesh.gateway.audit;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What the audit log tells of. */
public enum AuditAction {
    TENANT_CREATED,
    TENANT_REMOVED,
    ACCOUNT_CREATED,
    ACCOUNT_CHANGED,
    ACCOUNT_REMOVED,
    KEY_CREATED,
    KEY_REVOKED,
    PASSWORD_SET,
    SIGNED_IN,
    SIGN_IN_FAILED,
    REFRESH_REUSED,
    SESSION_ENDED,
    SESSIONS_ENDED,
    SIGNING_KEY_MADE,
    PLAN_CHANGED,
    MESSAGE_REPLAYED,
    MESSAGE_DROPPED,
    RELAY_STARTED,
    RELAY_STOPPED,
    RELAY_OPTIMIZED;

    /** Name in the database and the API. */
    @JsonValue
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if there is no such action */
    public static AuditAction of(String key) {
        return valueOf(key.toUpperCase(Locale.ROOT));
    }
}
