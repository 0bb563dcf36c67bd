package io.mnemesh.gateway.relay.message;

import io.mnemesh.gateway.edge.Service;
import io.mnemesh.gateway.relay.message.MessageClient.Answer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** What an answer means for a message. */
final class Verdicts {

    private static final int LONGEST_ERROR = 500;
    private static final int DELETED_BEFORE = 404;
    private static final int GONE = 410;

    private Verdicts() {}

    /**
     * 2xx is taken. Of what is not found a repeated DELETE has removed it: the first answer was lost. 401, 408, 425, 429 and
     * 5xx may be otherwise later; anything else will not.
     */
    static Verdict of(ClaimedMessage message, Answer answer, Instant now) {
        int status = answer.status();
        if (status / 100 == 2 || isDeletedBefore(message, status)) {
            return new Verdict.Delivered(status);
        }
        String error = error(message.target().service(), answer);
        return switch (status) {
            case 401, 408, 425, 429 -> new Verdict.Again(status, error, pause(answer.retryAfter(), now), true);
            default ->
                status / 100 == 5
                        ? new Verdict.Again(status, error, pause(answer.retryAfter(), now), true)
                        : new Verdict.Dead(status, error);
        };
    }

    private static boolean isDeletedBefore(ClaimedMessage message, int status) {
        return message.attempts() > 1
                && message.target().method().equals("DELETE")
                && (status == DELETED_BEFORE || status == GONE);
    }

    /** The pause that Retry-After asks for, in seconds or until a date; none if it says nothing that can be read. */
    static Duration pause(@Nullable String retryAfter, Instant now) {
        if (retryAfter == null) {
            return Duration.ZERO;
        }
        String text = retryAfter.strip();
        try {
            if (text.matches("\\d{1,9}")) {
                return Duration.ofSeconds(Long.parseLong(text));
            }
            Duration until = Duration.between(
                    now,
                    ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
            return until.isNegative() ? Duration.ZERO : until;
        } catch (DateTimeException e) {
            return Duration.ZERO;
        }
    }

    private static String error(Service service, Answer answer) {
        String detail = detail(answer);
        String error = "The " + service.key() + " service answered " + answer.status()
                + (detail == null ? "." : ": " + detail);
        return error.length() > LONGEST_ERROR ? error.substring(0, LONGEST_ERROR) : error;
    }

    private static @Nullable String detail(Answer answer) {
        String type = answer.contentType();
        if (type == null || !type.startsWith("application/problem+json")) {
            return null;
        }
        try {
            return new JsonObject(answer.body()).getValue("detail") instanceof String text
                    ? text.replace('\0', ' ')
                    : null;
        } catch (DecodeException e) {
            return null;
        }
    }
}
