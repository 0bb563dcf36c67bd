package io.mnemesh.intelligence.workflow.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mnemesh.intelligence.workflow.model.Findings.Edge;
import io.mnemesh.intelligence.workflow.model.Findings.Variant;
import io.mnemesh.intelligence.workflow.model.Prediction.Candidate;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WorkflowModelTest {

    private static final Limits LIMITS =
            new Limits(30_000, 1_000, Duration.ofDays(30).toMillis());

    /** A Sunday, 10 h UTC. */
    private static final long AT = Instant.parse("2026-11-01T10:00:00Z").toEpochMilli();

    private static final long MINUTE = 60_000;

    private final WorkflowModel model = new WorkflowModel(LIMITS);

    @Test
    void shouldDrawWhatFollowsWhat() {
        learn("1", AT, "open", "check", "close");
        learn("2", AT, "open", "check", "check", "close");
        learn("3", AT, "open", "close");

        assertThat(model.edges())
                .extracting(Edge::from, Edge::to, Edge::count)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("check", "close", 2L),
                        org.assertj.core.groups.Tuple.tuple("open", "check", 2L),
                        org.assertj.core.groups.Tuple.tuple("check", "check", 1L),
                        org.assertj.core.groups.Tuple.tuple("open", "close", 1L));
        assertThat(model.edges()).allSatisfy(edge -> {
            assertThat(edge.p50()).isEqualTo(MINUTE, within(0.05 * MINUTE));
            assertThat(edge.mean()).isEqualTo(MINUTE, within(1.0));
        });
        assertThat(model.edges().getFirst().share()).isEqualTo(2 / 6.0, within(1e-9));
        var open = model.activity("open");
        assertThat(open).isNotNull();
        assertThat(open.begins()).isEqualTo(3);
        assertThat(open.ends()).isZero();
        assertThat(model.activities()).extracting(Findings.Activity::name).containsExactly("check", "close", "open");
        assertThat(model.activities().get(1).ends()).isEqualTo(3);
    }

    @Test
    void shouldMeasureWaitsByTheirMagnitude() {
        for (int i = 1; i <= 100; i++) {
            model.learn(new Step("c" + i, "ask", AT, false));
            model.learn(new Step("c" + i, "answer", AT + i * MINUTE, true));
        }

        Edge edge = model.edges().getFirst();
        assertThat(edge.p50()).isEqualTo(50 * MINUTE, within(50 * MINUTE * 0.05));
        assertThat(edge.p95()).isEqualTo(95 * MINUTE, within(95 * MINUTE * 0.05));
        assertThat(edge.mean()).isEqualTo(50.5 * MINUTE, within(1.0));
    }

    @Test
    void shouldListVariantsAndWhichAreOpen() {
        learn("1", AT, "a", "b");
        learn("2", AT, "a", "b");
        model.learn(new Step("3", "a", AT, false));
        model.learn(new Step("3", "b", AT, false));
        model.learn(new Step("4", "a", AT, false));

        assertThat(model.variants())
                .containsExactly(new Variant(List.of("a", "b"), 3, 1), new Variant(List.of("a"), 1, 1));
        assertThat(model.summary().open()).isEqualTo(2);
        assertThat(model.summary().ended()).isEqualTo(2);
    }

    @Test
    void shouldKnowTheHoursOfTheWeek() {
        model.learn(new Step("1", "a", AT, false));
        model.learn(new Step("2", "a", Instant.parse("1969-12-29T00:30:00Z").toEpochMilli(), false));

        var activity = model.activity("a");
        assertThat(activity).isNotNull();
        assertThat(activity.hoursOfWeek()[6 * 24 + 10]).isEqualTo(1);
        assertThat(activity.hoursOfWeek()[0]).isEqualTo(1);
    }

    @Test
    void shouldPredictByMoreThanTheLastStep() {
        for (int i = 0; i < 60; i++) {
            String colour = i % 2 == 0 ? "red" : "blue";
            learn("c" + i, AT + i * MINUTE, "open", colour, "sort", "put " + colour);
        }

        Prediction afterRed = predict("open", "red", "sort");
        Prediction afterBlue = predict("open", "blue", "sort");

        assertThat(afterRed.candidates().getFirst().task()).isEqualTo("put red");
        assertThat(afterRed.candidates().getFirst().probability()).isGreaterThan(0.85);
        assertThat(afterBlue.candidates().getFirst().task()).isEqualTo("put blue");
        assertThat(afterRed.candidates().getFirst().followed()).isEqualTo(30);
        assertThat(afterRed.seen()).isEqualTo(30);
        double all = afterRed.end()
                + afterRed.unseen()
                + afterRed.candidates().stream()
                        .mapToDouble(Candidate::probability)
                        .sum();
        assertThat(all).isEqualTo(1, within(1e-9));
    }

    @Test
    void shouldFollowAProcessThatChanges() {
        for (int i = 0; i < 300; i++) {
            learn("old" + i, AT + i * MINUTE, "open", "by hand", "close");
        }
        long later = AT + Duration.ofDays(60).toMillis();
        for (int i = 0; i < 60; i++) {
            learn("new" + i, later + i * MINUTE, "open", "by machine", "close");
        }

        var now = model.predict(List.of(new Step("", "open", later + 100 * MINUTE, false)));
        var then = model.predict(List.of(new Step("", "open", AT, false)));

        assertThat(now.candidates().getFirst().task()).isEqualTo("by machine");
        assertThat(then.candidates().getFirst().task()).isEqualTo("by hand");
    }

    @Test
    void shouldExpectTheEndWhereCasesEnd() {
        for (int i = 0; i < 50; i++) {
            learn("c" + i, AT + i * MINUTE, "open", "close");
        }
        assertThat(predict("open", "close").end()).isGreaterThan(0.9);
        assertThat(predict("open").end()).isLessThan(0.05);
    }

    @Test
    void shouldMakeTheSameOfStepsInAnyOrder() {
        var steps = new ArrayList<Step>();
        for (int i = 0; i < 40; i++) {
            String way = i % 3 == 0 ? "phone" : "mail";
            List<String> activities = List.of("open", way, "check", "answer " + way);
            for (int at = 0; at < activities.size(); at++) {
                steps.add(new Step(
                        "c" + i, activities.get(at), AT + (i * 10L + at) * MINUTE, at == activities.size() - 1));
            }
        }
        steps.forEach(model::learn);
        var shuffled = new WorkflowModel(LIMITS);
        Collections.shuffle(steps, new Random(3));
        steps.forEach(shuffled::learn);

        assertThat(shuffled.edges()).isEqualTo(model.edges());
        assertThat(shuffled.variants()).isEqualTo(model.variants());
        assertThat(shuffled.summary().cases()).isEqualTo(40);
        assertThat(shuffled.summary().ended()).isEqualTo(40);
        assertThat(shuffled.summary().late()).isPositive();
        List<Step> past = List.of(
                new Step("", "open", AT, false),
                new Step("", "phone", AT + MINUTE, false),
                new Step("", "check", AT + 2 * MINUTE, false));
        Prediction one = model.predict(past);
        Prediction other = shuffled.predict(past);
        assertThat(other.seen()).isEqualTo(one.seen());
        assertThat(other.candidates()).extracting(Candidate::task).startsWith("answer phone");
        assertThat(other.candidates().getFirst().followed())
                .isEqualTo(one.candidates().getFirst().followed())
                .isEqualTo(14);
    }

    @Test
    void shouldEndCasesThatAreIdle() {
        model.learn(new Step("1", "a", AT, false));
        model.learn(new Step("2", "a", AT + Duration.ofDays(29).toMillis(), false));
        assertThat(model.summary().ended()).isZero();

        model.learn(new Step("3", "a", AT + Duration.ofDays(31).toMillis(), false));

        assertThat(model.summary().ended()).isEqualTo(1);
        assertThat(model.isClosed("1")).isTrue();
        assertThat(model.isClosed("2")).isFalse();

        model.learn(new Step("1", "b", AT + Duration.ofDays(45).toMillis(), false));

        assertThat(model.isClosed("1")).isFalse();
        assertThat(model.summary().cases()).isEqualTo(3);
        assertThat(model.variants()).contains(new Variant(List.of("a", "b"), 1, 1));
    }

    @Test
    void shouldTakeStrangeStepsCalmly() {
        model.learn(new Step("1", null, AT, true));
        model.learn(new Step("1", "a", Long.MIN_VALUE / 4, false));
        model.learn(new Step("1", "a", Long.MAX_VALUE / 4, false));
        model.learn(new Step("1", "b", AT, false));
        model.learn(new Step("1", "b", AT, false));
        model.learn(new Step("1", "a", AT - 1, true));
        for (int i = 0; i < 5_000; i++) {
            model.learn(new Step("long", "x" + i % 3, AT + (i % 7 == 0 ? -i : i), false));
        }
        Prediction prediction = predict("x0", "x1");
        assertThat(prediction.candidates())
                .isNotEmpty()
                .allSatisfy(candidate -> assertThat(candidate.probability()).isBetween(0.0, 1.0));
        assertThat(model.predict("long")).isNotNull();
        for (int i = 0; i < Limits.ACTIVITIES; i++) {
            model.learn(new Step("many" + i % 50, "kind " + i, AT, false));
        }

        assertThat(model.summary().unlistedSteps()).isPositive();
        assertThat(model.summary().activities()).isEqualTo(Limits.ACTIVITIES);
        assertThat(model.isClosed("long")).isTrue();
        assertThat(model.variants()).noneMatch(variant -> variant.activities().size() > CaseHistory.REMEMBERED);
    }

    @Test
    void shouldSayThatItKnowsNothing() {
        Prediction nothing = predict("open");
        assertThat(nothing.known()).isFalse();
        assertThat(nothing.candidates()).isEmpty();
        assertThat(nothing.learned().steps()).isZero();

        model.learn(new Step("1", "open", AT, false));
        assertThat(predict("open").known()).isTrue();
        assertThat(predict("open").candidates()).isEmpty();
        assertThat(predict("open").unseen()).isEqualTo(1);
        assertThat(model.predict("2")).isNull();

        model.learn(new Step("1", "close", AT + MINUTE, false));
        Prediction once = predict("open");
        assertThat(once.candidates()).extracting(Candidate::task).containsExactly("close");
        assertThat(once.unseen()).isEqualTo(0.5);
    }

    @Test
    void shouldStayBounded() {
        var small = new WorkflowModel(new Limits(1_000, 10, Duration.ofDays(30).toMillis()));
        var random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            small.learn(new Step(
                    "c" + random.nextInt(500), "a" + random.nextInt(40), AT + i * MINUTE, random.nextInt(9) == 0));
        }

        assertThat(small.summary().open()).isLessThanOrEqualTo(10);
        assertThat(bytes(small)).hasSizeLessThan(2_000_000);
    }

    @Test
    void shouldBeTheSameAfterItWasWrittenAndRead() throws IOException {
        var random = new Random(11);
        for (int i = 0; i < 3_000; i++) {
            model.learn(new Step(
                    "c" + random.nextInt(200), "a" + random.nextInt(9), AT + i * MINUTE, random.nextInt(9) == 0));
        }
        byte[] written = bytes(model);

        var read = WorkflowModel.read(new DataInputStream(new ByteArrayInputStream(written)), LIMITS);

        for (int i = 0; i < 500; i++) {
            var step =
                    new Step("c" + random.nextInt(200), "a" + random.nextInt(9), AT + (3_000 + i) * MINUTE, i % 9 == 0);
            model.learn(step);
            read.learn(step);
        }
        assertThat(bytes(read)).isEqualTo(bytes(model));
        assertThat(read.predict(List.of(new Step("", "a1", AT, false))))
                .isEqualTo(model.predict(List.of(new Step("", "a1", AT, false))));
        written[3]++;
        assertThatThrownBy(() -> WorkflowModel.read(new DataInputStream(new ByteArrayInputStream(written)), LIMITS))
                .isInstanceOf(IOException.class)
                .hasMessage("The format is 2, which is not 1.");
    }

    private static byte[] bytes(WorkflowModel model) {
        var bytes = new ByteArrayOutputStream();
        try {
            model.write(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }

    private void learn(String caseId, long from, String... activities) {
        for (int i = 0; i < activities.length; i++) {
            model.learn(new Step(caseId, activities[i], from + i * MINUTE, i == activities.length - 1));
        }
    }

    private Prediction predict(String... activities) {
        var past = new ArrayList<Step>();
        for (int i = 0; i < activities.length; i++) {
            past.add(new Step("", activities[i], AT + i * MINUTE, false));
        }
        return model.predict(past);
    }
}
