package io.mnemesh.benchmarks;

import io.mnemesh.benchmarks.ProcessLog.Case;
import io.mnemesh.benchmarks.ProcessLog.Event;
import io.mnemesh.intelligence.workflow.model.Limits;
import io.mnemesh.intelligence.workflow.model.Step;
import io.mnemesh.intelligence.workflow.model.WorkflowModel;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The next activity of a case, from every prefix of at least two. The first two thirds of the cases, in the order of the file,
 * are learned, one step at a time; the last third is asked and not learned. The truth is never the end; the end is masked,
 * or allowed as an answer, which is then wrong.
 *
 * <p>Beside it: each third of the cases asked after the other two were learned; the last third by time asked after what
 * happened before it; and the same third asked while it is learned, step by step in the order of time, as the service works.
 */
final class NextTaskBenchmark implements Benchmark {

    private static final Limits LIMITS =
            new Limits(30_000, 10_000, Duration.ofDays(30).toMillis());
    private static final int LEAST_PREFIX = 2;
    private static final int PARTS = 3;

    @Override
    public String name() {
        return "next-task";
    }

    @Override
    public String measures() {
        return "process logs: the next activity of a case, and how sure it is (--data DIR)";
    }

    @Override
    public void run(Options options, Figures figures) throws IOException {
        Path data = options.data();
        if (data == null) {
            throw new IllegalArgumentException("next-task needs --data DIR with <log>.csv.");
        }
        List<ProcessLog> logs = ProcessLog.readAll(data);
        double masked = 0;
        double open = 0;
        double error = 0;
        double micros = 0;
        for (ProcessLog log : logs) {
            var clock = new Stopwatch();
            NextTaskScores scores = thirds(log, PARTS - 1, clock);
            put(figures, log.name(), scores);
            figures.put("update_us:" + log.name(), clock.update());
            figures.put("predict_us:" + log.name(), clock.predict());
            masked += scores.accuracyMasked() / logs.size();
            open += scores.accuracyOpen() / logs.size();
            error += scores.calibrationError() / logs.size();
            micros += (clock.update() + clock.predict()) / logs.size();
            for (int part = 0; part < PARTS - 1; part++) {
                put(figures, log.name() + "/third" + (part + 1), thirds(log, part, new Stopwatch()));
            }
            put(figures, log.name() + "/later", byTime(log, false));
            put(figures, log.name() + "/live", byTime(log, true));
        }
        figures.put("accuracy_masked", masked);
        figures.put("accuracy_open", open);
        figures.put("ece", error);
        figures.put("update_predict_us", micros);
    }

    private static void put(Figures figures, String name, NextTaskScores scores) {
        figures.put("accuracy_masked:" + name, scores.accuracyMasked());
        figures.put("accuracy_open:" + name, scores.accuracyOpen());
        figures.put("ece:" + name, scores.calibrationError());
        figures.put("predictions:" + name, (double) scores.predictions());
    }

    /** Asks one third of the cases after the others were learned in their order. */
    private static NextTaskScores thirds(ProcessLog log, int asked, Stopwatch clock) {
        var model = new WorkflowModel(LIMITS);
        List<Case> cases = log.cases();
        int from = cases.size() * asked / PARTS;
        int to = cases.size() * (asked + 1) / PARTS;
        for (int i = 0; i < cases.size(); i++) {
            if (i < from || i >= to) {
                List<Step> steps = steps(cases.get(i));
                long begin = System.nanoTime();
                steps.forEach(model::learn);
                clock.updated(System.nanoTime() - begin, steps.size());
            }
        }
        var scores = new NextTaskScores();
        for (Case one : cases.subList(from, to)) {
            List<Step> steps = steps(one);
            for (int prefix = LEAST_PREFIX; prefix < steps.size(); prefix++) {
                long begin = System.nanoTime();
                var prediction = model.predict(steps.subList(0, prefix));
                clock.predicted(System.nanoTime() - begin);
                scores.add(prediction, one.events().get(prefix).activity());
            }
        }
        return scores;
    }

    /** @param live whether steps are learned after they were asked for */
    private static NextTaskScores byTime(ProcessLog log, boolean live) {
        record Timed(List<Step> case_, int place) {}
        List<Case> cases = log.cases().stream()
                .sorted(Comparator.comparingLong(one -> one.events().getFirst().at()))
                .toList();
        long cut = cases.get(cases.size() * (PARTS - 1) / PARTS)
                .events()
                .getFirst()
                .at();
        var all = new ArrayList<Timed>();
        for (Case one : cases) {
            List<Step> steps = steps(one);
            for (int i = 0; i < steps.size(); i++) {
                all.add(new Timed(steps, i));
            }
        }
        all.sort(Comparator.comparingLong(
                timed -> timed.case_().get(timed.place()).at()));
        var model = new WorkflowModel(LIMITS);
        var scores = new NextTaskScores();
        for (Timed timed : all) {
            Step step = timed.case_().get(timed.place());
            boolean isAsked = timed.case_().getFirst().at() >= cut && timed.place() >= LEAST_PREFIX;
            String activity = step.activity();
            if (isAsked && activity != null) {
                scores.add(model.predict(timed.case_().subList(0, timed.place())), activity);
            }
            if (live || step.at() < cut) {
                model.learn(step);
            }
        }
        return scores;
    }

    private static List<Step> steps(Case one) {
        var steps = new ArrayList<Step>();
        for (int i = 0; i < one.events().size(); i++) {
            Event event = one.events().get(i);
            steps.add(new Step(
                    one.id(), event.activity(), event.at(), i == one.events().size() - 1));
        }
        return steps;
    }

    /** Time that learning and asking took. */
    private static final class Stopwatch {
        private long updateNanos;
        private long updates;
        private long predictNanos;
        private long predictions;

        void updated(long nanos, int steps) {
            updateNanos += nanos;
            updates += steps;
        }

        void predicted(long nanos) {
            predictNanos += nanos;
            predictions++;
        }

        /** Microseconds per step learned. */
        double update() {
            return updateNanos / 1e3 / Math.max(1, updates);
        }

        /** Microseconds per prediction. */
        double predict() {
            return predictNanos / 1e3 / Math.max(1, predictions);
        }
    }
}
