package io.mnemesh.memory.index.ranking;

import java.time.Duration;
import java.time.Instant;

/**
 * Event time: a question that speaks of a time prefers memories of that time and memories that tell of it, a question
 * that asks when prefers memories that say when.
 *
 * <p>Things are told after they happen more often than before: closeness falls by e in {@value #DAYS_AFTER} days after
 * the time asked for and in {@value #DAYS_BEFORE} days before it. A whole year asked for says less than a month or a day.
 */
final class TimePrior implements Prior {

    private static final double ASKED_TIME = 0.5;
    private static final double TELLS_TIME = 0.12;
    private static final double DAYS_AFTER = 15;
    private static final double DAYS_BEFORE = 7.5;
    private static final double WHOLE_YEAR = 0.3;
    private static final Duration MONTHS = Duration.ofDays(100);

    @Override
    public double[] addends(Scene scene, double[] soFar) {
        Question question = scene.question();
        var addends = new double[scene.size()];
        for (int i = 0; i < addends.length; i++) {
            Profile profile = scene.profile(i);
            double closeness = 0;
            for (TimeSpan asked : question.times()) {
                closeness = Math.max(closeness, closeness(asked, profile));
            }
            addends[i] = ASKED_TIME * closeness
                    + (question.asksWhen() && profile.form().tellsTime() ? TELLS_TIME : 0);
        }
        return addends;
    }

    private static double closeness(TimeSpan yearly, Profile profile) {
        TimeSpan asked = yearly.nearest(profile.happenedAt());
        if (asked.length().compareTo(MONTHS) > 0) {
            return asked.distance(profile.happenedAt()).isZero() ? WHOLE_YEAR : 0;
        }
        boolean told = profile.told().stream()
                .map(span -> span.nearest(profile.happenedAt()))
                .anyMatch(span -> span.length().compareTo(MONTHS) <= 0 && span.overlaps(asked));
        return told ? 1 : decay(asked, profile.happenedAt());
    }

    private static double decay(TimeSpan asked, Instant time) {
        double days = asked.distance(time).toSeconds() / 86_400.0;
        return Math.exp(-days / (time.isBefore(asked.from()) ? DAYS_BEFORE : DAYS_AFTER));
    }
}
