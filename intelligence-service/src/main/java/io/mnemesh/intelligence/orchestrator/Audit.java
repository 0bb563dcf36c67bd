package io.mnemesh.intelligence.orchestrator;

import io.mnemesh.intelligence.orchestrator.policy.Restrained;
import io.mnemesh.intelligence.orchestrator.policy.Restraint;
import io.mnemesh.intelligence.orchestrator.policy.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What was done and said lately, of all services: what it allows to be done now, and which lines are news, so that the same is not
 * written down every minute. Not thread-safe.
 */
final class Audit {

    /** Time after which what would be done, or was refused, is said again. */
    private static final Duration SAID = Duration.ofHours(1);

    private final Restraint restraint;
    private final Map<String, ActionRecord> said = new HashMap<>();

    /** @param lately what was written down within the last hour */
    Audit(Restraint restraint, List<ActionRecord> lately) {
        this.restraint = restraint;
        lately.forEach(this::remember);
    }

    Verdict judge(Restrained action, Instant now) {
        return restraint.judge(action, now);
    }

    int budgetLeft(Instant now) {
        return restraint.left(now);
    }

    /** Adds a line to these unless it only repeats one. */
    void add(ActionRecord record, List<ActionRecord> news) {
        if (isNews(record)) {
            remember(record);
            news.add(record);
        }
    }

    private boolean isNews(ActionRecord record) {
        ActionRecord before = said.get(record.target());
        return record.outcome() == Outcome.APPLIED
                || before == null
                || before.outcome() != record.outcome()
                || !before.detail().equals(record.detail())
                || (record.outcome() == Outcome.FAILED && !Objects.equals(before.note(), record.note()))
                || !before.at().plus(SAID).isAfter(record.at());
    }

    /** What would have been done counts as what was: a dry run tells what would happen, its bounds included. */
    private void remember(ActionRecord record) {
        said.put(record.target(), record);
        if (record.outcome() != Outcome.REFUSED) {
            restraint.took(record.target(), record.at());
        }
    }
}
