package io.mnemesh.intelligence.workflow;

import io.mnemesh.intelligence.errors.mining.ErrorText;
import io.mnemesh.mesh.event.payload.MemoryContext;
import io.mnemesh.mesh.event.payload.MemoryCreated;
import io.mnemesh.mesh.event.payload.MemoryUpdated;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A step of a case as a memory of type {@value #TYPE} tells of it.
 *
 * @param version  version of the memory
 * @param caseId   {@code details.case}, else the task, session or conversation of its context; null if there is none
 * @param activity {@code details.activity}, else the content without what varies in it
 * @param at       when it happened, or when it was recorded if that is not known
 * @param recorded when it was recorded
 * @param ends     whether the case ended with it ({@code details.ends})
 */
record StepReport(
        UUID memoryId,
        int version,
        @Nullable String caseId,
        String activity,
        Instant at,
        Instant recorded,
        boolean ends) {

    /** Memory type that is learned from. */
    static final String TYPE = "workflow_step";

    /** Longest name of a case or an activity; of a longer one the rest is left out. */
    static final int LONGEST_NAME = 200;

    private static final String CASE = "case";
    private static final String ACTIVITY = "activity";
    private static final String ENDS = "ends";

    static StepReport of(MemoryCreated memory) {
        return of(
                memory.memoryId(),
                memory.version(),
                memory.content(),
                memory.context(),
                memory.details(),
                memory.occurredAt(),
                memory.createdAt());
    }

    static StepReport of(MemoryUpdated memory) {
        return of(
                memory.memoryId(),
                memory.version(),
                memory.content(),
                memory.context(),
                memory.details(),
                memory.occurredAt(),
                memory.createdAt());
    }

    private static StepReport of(
            UUID memoryId,
            int version,
            String content,
            MemoryContext context,
            Map<String, String> details,
            @Nullable Instant occurredAt,
            Instant createdAt) {
        String activity = name(details.get(ACTIVITY));
        String caseId = Stream.of(
                        name(details.get(CASE)),
                        name(context.task()),
                        name(context.session()),
                        name(context.conversation()))
                .filter(given -> !given.isEmpty())
                .findFirst()
                .orElse(null);
        return new StepReport(
                memoryId,
                version,
                caseId,
                activity.isEmpty() ? name(ErrorText.read(content).signature().template()) : activity,
                occurredAt == null ? createdAt : occurredAt,
                createdAt,
                isYes(details.get(ENDS)));
    }

    /** A name as it is compared: blanks are one, and the rest of a long one is left out; empty for none. */
    static String name(@Nullable String told) {
        if (told == null) {
            return "";
        }
        String plain = told.replace('\0', ' ').strip().replaceAll("\\s+", " ");
        return plain.codePointCount(0, plain.length()) <= LONGEST_NAME
                ? plain
                : plain.substring(0, plain.offsetByCodePoints(0, LONGEST_NAME));
    }

    private static boolean isYes(@Nullable String told) {
        return told != null
                && switch (told.strip().toLowerCase(Locale.ROOT)) {
                    case "true", "yes" -> true;
                    default -> false;
                };
    }
}
