package io.mnemesh.cache;

/**
 * The service's own tables refuse the value: a trigger beside {@code cache_entry} raised an SQL state of class {@code MN}.
 * Nothing was changed and L3 is not away. The message is the detail that was raised with it. Carries no stack trace.
 */
public final class RefusedPut extends RuntimeException {

    public RefusedPut(String detail, Throwable cause) {
        super(detail, cause, false, false);
    }

    /** What was raised as detail. */
    public String detail() {
        return String.valueOf(getMessage());
    }
}
