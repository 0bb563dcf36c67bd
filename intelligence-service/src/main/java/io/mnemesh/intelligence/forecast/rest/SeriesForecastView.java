package io.mnemesh.intelligence.forecast.rest;

import io.mnemesh.intelligence.forecast.ForecastAnswer;
import io.mnemesh.intelligence.forecast.model.Grid;
import io.mnemesh.intelligence.forecast.model.SeriesForecast;
import io.mnemesh.intelligence.forecast.model.SeriesForecast.Band;
import io.mnemesh.intelligence.performance.rest.Rounded;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A forecast as it is shown.
 *
 * @param metric     name of the metric, if one was asked for
 * @param forecast   one value per step ahead; empty with too little evidence
 * @param candidates the methods by their weight, heaviest first
 * @param missing    what would be needed to say more
 */
@Schema(name = "SeriesForecast")
public record SeriesForecastView(
        @Nullable String metric,
        @Nullable String source,
        String model,
        @Nullable String step,
        List<StepView> forecast,
        List<CandidateView> candidates,
        EvidenceView evidence,
        List<String> missing) {

    /** A value to be expected, with its intervals. */
    @Schema(name = "SeriesForecastStep")
    public record StepView(Instant at, double value, List<IntervalView> intervals) {}

    /** An interval that holds the value with this probability. */
    @Schema(name = "ForecastInterval")
    public record IntervalView(double level, double low, double high) {}

    /**
     * A method and its part.
     *
     * @param error mean absolute error over the earlier origins, in the unit of the series
     */
    @Schema(name = "ForecastCandidate")
    public record CandidateView(String name, double weight, double error) {}

    /**
     * What a forecast rests on.
     *
     * @param points    points that were looked at
     * @param values    values at equal distances made of them
     * @param filled    of them, those without a point
     * @param unused    points without a use
     * @param seasons   lengths of the seasons that were found
     * @param origins   earlier times that it was forecast from and compared with what came
     * @param residuals errors the intervals rest on
     * @param error     mean absolute error of the combination
     */
    @Schema(name = "ForecastEvidence")
    public record EvidenceView(
            int points,
            int values,
            int filled,
            int unused,
            @Nullable Instant from,
            @Nullable Instant to,
            List<String> seasons,
            int origins,
            int residuals,
            @Nullable Double error) {}

    static SeriesForecastView of(
            @Nullable String metric, @Nullable String source, ForecastAnswer answer, List<Double> levels) {
        Grid grid = answer.grid();
        SeriesForecast found = answer.forecast();
        return new SeriesForecastView(
                metric,
                source,
                answer.model(),
                grid.step() == 0 ? null : Duration.ofSeconds(grid.step()).toString(),
                found == null ? List.of() : steps(grid, found, levels),
                found == null
                        ? List.of()
                        : found.shares().stream()
                                .map(share -> new CandidateView(
                                        share.candidate(), Rounded.of(share.weight()), Rounded.of(share.error())))
                                .toList(),
                evidence(answer),
                answer.missing());
    }

    private static EvidenceView evidence(ForecastAnswer answer) {
        Grid grid = answer.grid();
        SeriesForecast found = answer.forecast();
        boolean isEmpty = grid.values().length == 0;
        return new EvidenceView(
                answer.points(),
                grid.values().length,
                grid.filled(),
                grid.unused(),
                isEmpty ? null : Instant.ofEpochSecond(grid.start()),
                isEmpty ? null : Instant.ofEpochSecond(grid.end()),
                found == null
                        ? List.of()
                        : Arrays.stream(found.seasons())
                                .mapToObj(period ->
                                        Duration.ofSeconds(period * grid.step()).toString())
                                .toList(),
                found == null ? 0 : found.origins(),
                found == null ? 0 : found.residuals(),
                found == null ? null : Rounded.of(found.error()));
    }

    private static List<StepView> steps(Grid grid, SeriesForecast found, List<Double> levels) {
        List<Band> bands =
                levels.stream().map(found::band).filter(Objects::nonNull).toList();
        double[] values = found.values();
        var steps = new ArrayList<StepView>();
        for (int i = 0; i < values.length; i++) {
            int h = i;
            steps.add(new StepView(
                    Instant.ofEpochSecond(grid.end() + (h + 1) * grid.step()),
                    Rounded.of(values[h]),
                    bands.stream()
                            .map(band -> new IntervalView(
                                    band.level(), Rounded.of(band.low()[h]), Rounded.of(band.high()[h])))
                            .toList()));
        }
        return List.copyOf(steps);
    }
}
