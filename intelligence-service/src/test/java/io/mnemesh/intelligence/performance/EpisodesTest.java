package io.mnemesh.intelligence.performance;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.intelligence.anomaly.Ensemble.Status;
import io.mnemesh.intelligence.anomaly.Ensemble.Verdict;
import io.mnemesh.intelligence.anomaly.Expected;
import io.mnemesh.intelligence.anomaly.Level;
import io.mnemesh.intelligence.performance.Episodes.Episode;
import io.mnemesh.intelligence.performance.Judgement.Judged;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EpisodesTest {

    private static final SeriesName NAME = new SeriesName("latency", "api");
    private static final Instant AT = Instant.parse("2026-11-01T10:00:00Z");

    @Test
    void shouldMakeOneAnomalyOfPointsThatFollowEachOther() {
        List<Episode> episodes = episodes(null, unusual(100, 5.1, 60), unusual(110, 7, 90), unusual(120, 5, 70));

        assertThat(episodes).hasSize(1);
        Anomaly anomaly = episodes.getFirst().anomaly();
        assertThat(episodes.getFirst().isNews()).isTrue();
        assertThat(anomaly.points()).isEqualTo(3);
        assertThat(anomaly.level()).isEqualTo(Level.HIGH);
        assertThat(anomaly.value()).isEqualTo(90);
        assertThat(anomaly.worstAt()).isEqualTo(AT.plusSeconds(110));
        assertThat(anomaly.startedAt()).isEqualTo(AT.plusSeconds(100));
        assertThat(anomaly.lastAt()).isEqualTo(AT.plusSeconds(120));
        assertThat(anomaly.lastOrdinal()).isEqualTo(120);
    }

    @Test
    void shouldBeginAnewAfterAQuietTime() {
        List<Episode> episodes = episodes(null, unusual(100, 5, 60), unusual(125, 5, 61));

        assertThat(episodes).extracting(episode -> episode.anomaly().value()).containsExactly(60.0, 61.0);
        assertThat(episodes).extracting(Episode::isNews).containsExactly(true, true);
    }

    @Test
    void shouldTellOfAnOpenAnomalyAgainOnlyIfItsLevelRises() {
        Anomaly open = episodes(null, unusual(100, 5, 60)).getFirst().anomaly();

        Episode same = episodes(open, unusual(110, 4.9, 61)).getFirst();
        Episode worse = episodes(open, unusual(110, 7, 99)).getFirst();

        assertThat(same.isNews()).isFalse();
        assertThat(same.anomaly().id()).isEqualTo(open.id());
        assertThat(same.anomaly().points()).isEqualTo(2);
        assertThat(same.anomaly().value()).isEqualTo(60);
        assertThat(worse.isNews()).isTrue();
        assertThat(worse.anomaly().id()).isEqualTo(open.id());
        assertThat(worse.anomaly().level()).isEqualTo(Level.HIGH);
        assertThat(episodes(open)).isEmpty();
    }

    private static List<Episode> episodes(@Nullable Anomaly open, Judged... unusual) {
        return Episodes.of(NAME.id(), NAME, open, List.of(unusual), UUID::randomUUID);
    }

    private static Judged unusual(long ordinal, double surprise, double value) {
        return new Judged(
                new MetricPoint(AT.plusSeconds(ordinal), value, null),
                new Verdict(Status.JUDGED, surprise, "range", List.of(), new Expected(10, 5, 15), Level.HIGH, false),
                ordinal);
    }
}
