package io.mnemesh.intelligence.performance;

import io.mnemesh.intelligence.spi.Advice;
import io.mnemesh.intelligence.spi.Advice.Effect;
import io.mnemesh.intelligence.spi.Advice.Moment;
import io.mnemesh.intelligence.spi.Observed;
import io.mnemesh.intelligence.spi.Observed.Change;
import io.mnemesh.intelligence.spi.Observed.Lead;
import io.mnemesh.intelligence.spi.Recommender;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is worth doing about a series. Nothing is said that the evidence does not carry: a change is called bad only if it is known
 * which values are better, and an effect is expected only of going back to a level that was held before.
 */
final class StandardRecommender implements Recommender {

    private static final String UNDO = "undo-change";
    private static final String WATCH = "watch-leading";

    /** Points at the new level before it is taken for one that stays. */
    private static final int STAYED = 20;

    /** Least strength of a correlation that a warning may rest on. */
    private static final double STRONG = 0.5;

    @Override
    public String name() {
        return "standard";
    }

    @Override
    public List<Advice> recommend(Observed one, List<Observed> all) {
        var found = new ArrayList<Advice>();
        Advice undo = undo(one, all);
        if (undo != null) {
            found.add(undo);
        }
        for (Lead lead : one.leads()) {
            if (Math.abs(lead.coefficient()) >= STRONG) {
                found.add(watch(one, lead));
            }
        }
        return List.copyOf(found);
    }

    /** The latest change was for the worse and stayed: find what else changed then, and undo it. */
    private static @Nullable Advice undo(Observed one, List<Observed> all) {
        String better = one.key().better();
        if (one.changes().isEmpty() || better == null) {
            return null;
        }
        Change change = one.changes().getLast();
        boolean rose = change.after() > change.before();
        if (rose != better.equals("lower") || change.pointsAfter() < STAYED) {
            return null;
        }
        String unit = one.key().unit() == null ? "" : " " + one.key().unit();
        String summary = "%s %s from %s to %s%s%s at %s and stayed there for %d points."
                .formatted(
                        one.key().text(),
                        rose ? "rose" : "fell",
                        Figures.of(change.before()),
                        Figures.of(change.after()),
                        unit,
                        Figures.percent(change.before(), change.after()),
                        change.at(),
                        change.pointsAfter());
        List<String> evidence = new ArrayList<>();
        evidence.add("%d points at the level before and %d at the one after, with a deviation of %s around both."
                .formatted(change.pointsBefore(), change.pointsAfter(), Figures.of(change.spread())));
        evidence.addAll(others(one, all, change));
        String advice =
                "Find what was changed shortly before %s and undo it; back at the level before, %s is at %s%s%s."
                        .formatted(
                                change.at(),
                                one.key().text(),
                                Figures.of(change.before()),
                                unit,
                                Figures.percent(change.after(), change.before()));
        return new Advice(
                UNDO,
                change.at().toString(),
                new Moment(change.at(), change.within()),
                summary,
                advice,
                new Effect(change.after(), change.before()),
                change.confidence(),
                evidence);
    }

    /** Other series that changed at the same time. */
    private static List<String> others(Observed one, List<Observed> all, Change change) {
        long second = change.at().getEpochSecond();
        long near = change.within() / 2;
        return all.stream()
                .filter(other -> !other.key().equals(one.key()))
                .flatMap(other -> other.changes().stream()
                        .filter(its -> Math.abs(its.at().getEpochSecond() - second) <= near)
                        .map(its -> "%s changed from %s to %s at %s."
                                .formatted(
                                        other.key().text(),
                                        Figures.of(its.before()),
                                        Figures.of(its.after()),
                                        its.at())))
                .toList();
    }

    /** Another series moves before this one: it warns of it. */
    private static Advice watch(Observed one, Lead lead) {
        String leading = lead.key().text();
        String summary = "%s follows %s by %d s (correlation %s)."
                .formatted(one.key().text(), leading, lead.seconds(), Figures.of(lead.coefficient()));
        String advice =
                "Raise alerts for %s on %s as well: it %s %d s earlier. It is a correlation, not a proof of cause."
                        .formatted(
                                one.key().text(),
                                leading,
                                lead.coefficient() > 0 ? "moves the same way" : "moves the other way",
                                lead.seconds());
        return new Advice(
                WATCH,
                leading,
                null,
                summary,
                advice,
                null,
                Math.max(lead.low(), -lead.high()),
                List.of("%d common windows, worth %.0f independent ones; the coefficient is between %s and %s at 95 %%."
                        .formatted(lead.samples(), lead.effective(), Figures.of(lead.low()), Figures.of(lead.high()))));
    }
}
