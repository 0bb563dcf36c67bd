package io.mnemesh.memory.memories;

import io.mnemesh.mesh.problem.ProblemException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What texts, labels, maps and times of a request must look like. Each method answers the accepted value or throws
 * {@code invalid-value} naming the field.
 */
public final class TextRules {

    /** Longest identifier in a context, in characters. */
    public static final int NAME_LENGTH = 256;

    /** Longest tag and longest key of attributes and details, in characters. */
    public static final int LABEL_LENGTH = 128;

    /** Longest value of an attribute, in characters. */
    public static final int ATTRIBUTE_LENGTH = 1024;

    /** Most tags, and most entries of attributes and of details. */
    public static final int ENTRIES = 64;

    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999Z");

    private static final Duration LONGEST = Duration.ofDays(36_500);

    private TextRules() {}

    /** A text of at most {@code maxBytes} of UTF-8, not blank, any character but NUL and halves of surrogate pairs. */
    public static String text(String field, @Nullable String value, int maxBytes) {
        if (value == null || value.isBlank()) {
            throw ProblemException.invalid(field, "'" + field + "' must be a text that is not blank.");
        }
        int bytes = utf8Length(field, value);
        if (bytes > maxBytes) {
            throw ProblemException.invalid(
                    field, "'" + field + "' has " + bytes + " bytes of UTF-8; at most " + maxBytes + " are accepted.");
        }
        return value;
    }

    /** A text that may be empty, otherwise as {@link #text}. */
    public static String value(String field, @Nullable String value, int maxBytes) {
        return value != null && value.isEmpty() ? value : text(field, value, maxBytes);
    }

    /** An identifier or label of 1 to {@code maxLength} characters without control characters. */
    public static String label(String field, @Nullable String value, int maxLength) {
        if (value == null || value.isBlank() || value.length() > maxLength) {
            throw ProblemException.invalid(
                    field, "'" + field + "' must have 1 to " + maxLength + " characters and not be blank.");
        }
        if (value.chars().anyMatch(Character::isISOControl)) {
            throw ProblemException.invalid(field, "'" + field + "' must not contain control characters.");
        }
        utf8Length(field, value);
        return value;
    }

    /** As {@link #label}, or null if absent. */
    public static @Nullable String optionalLabel(String field, @Nullable String value, int maxLength) {
        return value == null ? null : label(field, value, maxLength);
    }

    /** Distinct labels in the order given; none if absent. */
    public static List<String> labels(String field, @Nullable List<@Nullable String> values, int maxLength) {
        if (values == null) {
            return List.of();
        }
        if (values.size() > ENTRIES) {
            throw ProblemException.invalid(field, "'" + field + "' has at most " + ENTRIES + " entries.");
        }
        var distinct = new LinkedHashSet<String>();
        for (int i = 0; i < values.size(); i++) {
            distinct.add(label(field + "[" + i + "]", values.get(i), maxLength));
        }
        return new ArrayList<>(distinct);
    }

    /** Key-values with label keys and values of at most {@code maxBytes} each; none if absent. */
    public static Map<String, String> entries(
            String field, @Nullable Map<String, @Nullable String> entries, int maxBytes) {
        if (entries == null) {
            return Map.of();
        }
        if (entries.size() > ENTRIES) {
            throw ProblemException.invalid(field, "'" + field + "' has at most " + ENTRIES + " entries.");
        }
        var accepted = new LinkedHashMap<String, String>();
        entries.forEach((key, value) ->
                accepted.put(label(field + " key", key, LABEL_LENGTH), value(field + "." + key, value, maxBytes)));
        return accepted;
    }

    /** An RFC 3339 time between the years 1 and 9999, to the microsecond; null if absent. */
    public static @Nullable Instant time(String field, @Nullable String value) {
        if (value == null) {
            return null;
        }
        Instant time;
        try {
            time = Instant.parse(value).truncatedTo(ChronoUnit.MICROS);
        } catch (DateTimeException e) {
            throw ProblemException.invalid(
                    field, "'" + field + "' must be a time such as 2026-11-21T09:30:00Z or 2026-11-21T10:30:00+01:00.");
        }
        if (time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
            throw ProblemException.invalid(field, "'" + field + "' must lie between the years 1 and 9999.");
        }
        return time;
    }

    /** A duration of at least this and at most 36500 days, null if absent; {@code invalid-value} otherwise. */
    public static @Nullable Duration duration(String field, @Nullable String value, Duration least) {
        if (value == null) {
            return null;
        }
        Duration duration;
        try {
            duration = Duration.parse(value);
        } catch (DateTimeException | ArithmeticException e) {
            throw ProblemException.invalid(field, "'" + field + "' must be an ISO 8601 duration such as P90D.");
        }
        if (duration.compareTo(least) < 0 || duration.compareTo(LONGEST) > 0) {
            throw ProblemException.invalid(field, "'" + field + "' must be from " + least + " to P36500D.");
        }
        return duration;
    }

    private static int utf8Length(String field, String value) {
        int bytes = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == 0) {
                throw ProblemException.invalid(field, "'" + field + "' must not contain the NUL character.");
            }
            if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c)
                        || i + 1 == value.length()
                        || !Character.isLowSurrogate(value.charAt(i + 1))) {
                    throw ProblemException.invalid(field, "'" + field + "' contains half of a surrogate pair.");
                }
                i++;
                bytes += 4;
            } else {
                bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
            }
        }
        return bytes;
    }
}
