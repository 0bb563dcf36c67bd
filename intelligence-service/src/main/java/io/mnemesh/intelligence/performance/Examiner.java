package io.mnemesh.intelligence.performance;

import io.mnemesh.intelligence.anomaly.Ensemble;
import io.mnemesh.intelligence.performance.evidence.ChangePoints;
import io.mnemesh.intelligence.performance.evidence.LaggedCorrelation;
import io.mnemesh.intelligence.spi.Observed;
import io.mnemesh.intelligence.spi.Recommender;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Draws together what series give evidence of. Computes for some milliseconds and is no work for an event loop. */
final class Examiner {

    private static final Recommender STANDARD = new StandardRecommender();

    private Examiner() {}

    /** @param added recommenders beside the standard one */
    static PerformanceReport examine(List<SeriesEvidence> series, List<Recommender> added) {
        var missing = new ArrayList<String>();
        List<Relation> relations = relations(series, missing);
        var recommendations = new ArrayList<Recommendation>();
        List<Observed> observed = Observations.of(series, relations);
        List<Recommender> recommenders =
                Stream.concat(Stream.of(STANDARD), added.stream()).toList();
        for (int i = 0; i < series.size(); i++) {
            SeriesName name = series.get(i).name();
            for (Recommender recommender : recommenders) {
                recommender
                        .recommend(observed.get(i), observed)
                        .forEach(advice -> recommendations.add(Observations.recommendation(name, advice)));
            }
        }
        recommendations.sort(
                Comparator.comparingDouble(Recommendation::confidence).reversed());
        series.forEach(one -> addMissing(missing, one));
        if (series.isEmpty()) {
            missing.add("Points of a metric: none that fit were recorded.");
        }
        return new PerformanceReport(series, relations, List.copyOf(recommendations), List.copyOf(missing));
    }

    private static List<Relation> relations(List<SeriesEvidence> series, List<String> missing) {
        int pairs = series.size() * (series.size() - 1) / 2;
        if (pairs == 0) {
            missing.add("For correlations a second series.");
            return List.of();
        }
        var relations = new ArrayList<Relation>();
        int incomparable = 0;
        for (int i = 0; i < series.size(); i++) {
            for (int j = i + 1; j < series.size(); j++) {
                SeriesEvidence first = series.get(i);
                SeriesEvidence second = series.get(j);
                var found = LaggedCorrelation.of(first.values(), second.values(), pairs);
                if (found == null) {
                    incomparable++;
                } else if (found.isTold()) {
                    relations.add(new Relation(first.name(), second.name(), found));
                }
            }
        }
        if (incomparable > 0) {
            missing.add("For correlations " + LaggedCorrelation.LEAST
                    + " common windows of time in which both change; " + incomparable + " of " + pairs
                    + " pairs of series have less.");
        }
        relations.sort(Comparator.comparingDouble(
                        (Relation relation) -> relation.found().strength())
                .reversed());
        return List.copyOf(relations);
    }

    private static void addMissing(List<String> missing, SeriesEvidence one) {
        String name = one.name().text();
        if (one.judged() < Ensemble.LEAST) {
            missing.add("For anomalies of " + name + " " + Ensemble.LEAST
                    + " points that are watched first; there were " + one.judged() + ".");
        }
        if (one.values().size() < ChangePoints.LEAST) {
            missing.add("For changes of " + name + " " + ChangePoints.LEAST + " points; there are "
                    + one.values().size() + ".");
        } else if (!one.changes().isEmpty() && one.better() == null) {
            missing.add("For advice about the change of " + name
                    + " which of its values are better (better: lower or higher).");
        }
    }
}
