package io.mnemesh.intelligence.performance;

import io.mnemesh.intelligence.performance.evidence.ChangePoints;
import io.mnemesh.intelligence.performance.evidence.LaggedCorrelation.Found;
import io.mnemesh.intelligence.spi.Advice;
import io.mnemesh.intelligence.spi.Observed;
import io.mnemesh.intelligence.spi.Observed.Change;
import io.mnemesh.intelligence.spi.Observed.Lead;
import io.mnemesh.intelligence.spi.Observed.Unusual;
import io.mnemesh.intelligence.spi.SeriesKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What is known of series in the terms of recommenders, and what these say in ours. */
final class Observations {

    private Observations() {}

    /** In the order of the series. */
    static List<Observed> of(List<SeriesEvidence> series, List<Relation> relations) {
        Map<SeriesName, SeriesKey> keys =
                series.stream().collect(Collectors.toMap(SeriesEvidence::name, Observations::key, (one, same) -> one));
        return series.stream().map(one -> observed(one, relations, keys)).toList();
    }

    static Recommendation recommendation(SeriesName name, Advice advice) {
        var moment = advice.moment();
        var effect = advice.effect();
        return new Recommendation(
                advice.kind(),
                name,
                advice.about(),
                moment == null ? null : new Recommendation.Moment(moment.at(), Duration.ofSeconds(moment.within())),
                advice.summary(),
                advice.recommendation(),
                effect == null ? null : new Recommendation.Effect(name, effect.from(), effect.to()),
                advice.confidence(),
                advice.evidence());
    }

    private static SeriesKey key(SeriesEvidence one) {
        return one.name().pluginKey(one.unit(), one.better());
    }

    private static Observed observed(SeriesEvidence one, List<Relation> relations, Map<SeriesName, SeriesKey> keys) {
        long within = ChangePoints.SEGMENT * one.values().step();
        return new Observed(
                key(one),
                one.values().seconds().clone(),
                one.values().values().clone(),
                one.changes().stream()
                        .map(change -> new Change(
                                Instant.ofEpochSecond(change.second()),
                                within,
                                change.before(),
                                change.after(),
                                change.pointsBefore(),
                                change.pointsAfter(),
                                change.spread(),
                                change.confidence()))
                        .toList(),
                one.anomalies().stream()
                        .map(anomaly -> new Unusual(
                                anomaly.startedAt(),
                                anomaly.lastAt(),
                                anomaly.level().text(),
                                anomaly.score(),
                                anomaly.value(),
                                anomaly.expected()))
                        .toList(),
                leads(one.name(), relations, keys));
    }

    private static List<Lead> leads(SeriesName name, List<Relation> relations, Map<SeriesName, SeriesKey> keys) {
        var leads = new ArrayList<Lead>();
        for (Relation relation : relations) {
            Found found = relation.found();
            boolean second = relation.second().equals(name) && found.lag() > 0;
            boolean first = relation.first().equals(name) && found.lag() < 0;
            if (first || second) {
                SeriesKey leading = keys.get(second ? relation.first() : relation.second());
                if (leading != null) {
                    leads.add(new Lead(
                            leading,
                            Math.abs(found.lag()),
                            found.coefficient(),
                            found.low(),
                            found.high(),
                            found.samples(),
                            found.effective()));
                }
            }
        }
        return leads;
    }
}
