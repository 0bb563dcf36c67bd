package io.mnemesh.intelligence.performance;

import io.mnemesh.intelligence.performance.Recommendation.Effect;
import io.mnemesh.intelligence.performance.Recommendation.Moment;
import io.mnemesh.intelligence.performance.evidence.ChangePoints;
import io.mnemesh.intelligence.performance.evidence.ChangePoints.Change;
import io.mnemesh.intelligence.performance.evidence.LaggedCorrelation.Found;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is worth doing about a series. Nothing is said that the evidence does not carry: a change is called bad only if it is known
 * which values are better, and an effect is expected only of going back to a level that was held before.
 */
final class Recommendations {

    private static final String UNDO = "undo-change";
    private static final String WATCH = "watch-leading";

    /** Points at the new level before it is taken for one that stays. */
    private static final int STAYED = 20;

    /** Least strength of a correlation that a warning may rest on. */
    private static final double STRONG = 0.5;

    private Recommendations() {}

    static List<Recommendation> of(SeriesEvidence one, List<SeriesEvidence> all, List<Relation> relations) {
        var found = new ArrayList<Recommendation>();
        Recommendation undo = undo(one, all);
        if (undo != null) {
            found.add(undo);
        }
        for (Relation relation : relations) {
            Recommendation watch = watch(one, relation);
            if (watch != null) {
                found.add(watch);
            }
        }
        return List.copyOf(found);
    }

    /** The latest change was for the worse and stayed: find what else changed then, and undo it. */
    private static @Nullable Recommendation undo(SeriesEvidence one, List<SeriesEvidence> all) {
        if (one.changes().isEmpty() || one.better() == null) {
            return null;
        }
        Change change = one.changes().getLast();
        boolean rose = change.after() > change.before();
        if (rose != one.better().equals("lower") || change.pointsAfter() < STAYED) {
            return null;
        }
        Instant at = Instant.ofEpochSecond(change.second());
        String unit = one.unit() == null ? "" : " " + one.unit();
        String summary = "%s %s from %s to %s%s%s at %s and stayed there for %d points."
                .formatted(
                        one.name().text(),
                        rose ? "rose" : "fell",
                        Figures.of(change.before()),
                        Figures.of(change.after()),
                        unit,
                        Figures.percent(change.before(), change.after()),
                        at,
                        change.pointsAfter());
        List<String> evidence = new ArrayList<>();
        evidence.add("%d points at the level before and %d at the one after, with a deviation of %s around both."
                .formatted(change.pointsBefore(), change.pointsAfter(), Figures.of(change.spread())));
        evidence.addAll(others(one, all, change.second()));
        String advice =
                "Find what was changed shortly before %s and undo it; back at the level before, %s is at %s%s%s."
                        .formatted(
                                at,
                                one.name().text(),
                                Figures.of(change.before()),
                                unit,
                                Figures.percent(change.after(), change.before()));
        return new Recommendation(
                UNDO,
                one.name(),
                at.toString(),
                new Moment(
                        at,
                        Duration.ofSeconds(ChangePoints.SEGMENT * one.values().step())),
                summary,
                advice,
                new Effect(one.name(), change.after(), change.before()),
                change.confidence(),
                List.copyOf(evidence));
    }

    /** Other series that changed at the same time. */
    private static List<String> others(SeriesEvidence one, List<SeriesEvidence> all, long second) {
        long near = 5 * one.values().step();
        return all.stream()
                .filter(other -> !other.name().equals(one.name()))
                .flatMap(other -> other.changes().stream()
                        .filter(change -> Math.abs(change.second() - second) <= near)
                        .map(change -> "%s changed from %s to %s at %s."
                                .formatted(
                                        other.name().text(),
                                        Figures.of(change.before()),
                                        Figures.of(change.after()),
                                        Instant.ofEpochSecond(change.second()))))
                .toList();
    }

    /** Another series moves before this one: it warns of it. */
    private static @Nullable Recommendation watch(SeriesEvidence one, Relation relation) {
        Found found = relation.found();
        boolean second = relation.second().equals(one.name()) && found.lag() > 0;
        boolean first = relation.first().equals(one.name()) && found.lag() < 0;
        if ((!first && !second) || found.strength() < STRONG) {
            return null;
        }
        SeriesName leading = second ? relation.first() : relation.second();
        long lead = Math.abs(found.lag());
        String summary = "%s follows %s by %d s (correlation %s)."
                .formatted(one.name().text(), leading.text(), lead, Figures.of(found.coefficient()));
        String advice =
                "Raise alerts for %s on %s as well: it %s %d s earlier. It is a correlation, not a proof of cause."
                        .formatted(
                                one.name().text(),
                                leading.text(),
                                found.coefficient() > 0 ? "moves the same way" : "moves the other way",
                                lead);
        return new Recommendation(
                WATCH,
                one.name(),
                leading.text(),
                null,
                summary,
                advice,
                null,
                Math.max(found.low(), -found.high()),
                List.of("%d common windows, worth %.0f independent ones; the coefficient is between %s and %s at 95 %%."
                        .formatted(
                                found.samples(),
                                found.effective(),
                                Figures.of(found.low()),
                                Figures.of(found.high()))));
    }
}
