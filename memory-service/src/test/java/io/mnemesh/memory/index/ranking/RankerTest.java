package io.mnemesh.memory.index.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RankerTest {

    private static final Instant NOON = Instant.parse("2026-03-11T12:00:00Z");
    private static final Fusion HALF = new Fusion(0.5);
    private static final double[] TWO_WORDS = {1, 3};

    private static Question question(String text) {
        return Question.of(text, TWO_WORDS, 2, NOON);
    }

    private static Profile profile(@Nullable String conversation, @Nullable String speaker, String text) {
        return new Profile(
                conversation, null, speaker, NOON, 0.5, TextForm.of(text), TimeExpressions.in(text, NOON), null);
    }

    private static Candidate candidate(int id, double cosine, Profile profile, int... words) {
        return candidate(id, cosine, cosine, profile, List.of(), List.of(), words);
    }

    private static Candidate candidate(
            int id,
            double cosine,
            double window,
            Profile profile,
            List<Integer> before,
            List<Integer> after,
            int... words) {
        var found = new BitSet();
        double bm25 = 0;
        for (int word : words) {
            found.set(word);
            bm25 += TWO_WORDS[word] / 2;
        }
        return new Candidate(new UUID(0, id), bm25, found, (float) cosine, (float) window, profile, before, after);
    }

    private static Priors only(PriorKind kind) {
        return new Priors(Map.of(kind, 1.0)).biased(Map.of());
    }

    private static double addend(String question, PriorKind kind, List<Candidate> candidates, int id) {
        return Ranker.rank(question(question), candidates, HALF, only(kind)).stream()
                .filter(ranked -> ranked.id().equals(new UUID(0, id)))
                .map(ranked -> ranked.breakdown().getOrDefault(kind.key(), Double.NaN))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldFuseCoverageStrengthAndMeaning() {
        var candidates = List.of(
                candidate(1, 0.2, profile(null, null, "all words"), 0, 1),
                candidate(2, 0.9, profile(null, null, "one word"), 0),
                candidate(3, Double.NaN, profile(null, null, "no vector"), 1));

        List<Ranked> ranked = Ranker.rank(question("x"), candidates, HALF, Priors.OFF);

        assertThat(ranked).extracting(Ranked::id).containsExactly(new UUID(0, 1), new UUID(0, 2), new UUID(0, 3));
        assertThat(ranked).extracting(Ranked::lexical).containsExactly(1.0, 0.25, 0.75);
        assertThat(ranked.get(0).semantic()).isEqualTo(0.2, within(1e-6));
        assertThat(ranked.get(2).semantic()).isNull();
        assertThat(ranked.get(0).score()).isEqualTo(0.6, within(1e-6));
        assertThat(ranked.get(0).breakdown()).containsOnlyKeys("lexical", "semantic");
    }

    @Test
    void shouldCountMoreWhatIsAtHandAndBeOffWithoutABias() {
        var alone = profile(null, null, "x");
        var candidates = List.of(candidate(1, 0.4, alone), candidate(2, 0.4, alone), candidate(3, 0, alone));
        Priors bias = new Priors(Map.of(PriorKind.BIAS, 1.0));
        Map<UUID, Double> strengths = Map.of(new UUID(0, 2), 0.5, new UUID(0, 3), 1.0);

        List<Ranked> ranked = Ranker.rank(question("x"), candidates, HALF, bias.biased(strengths));

        assertThat(ranked).extracting(Ranked::id).containsExactly(new UUID(0, 2), new UUID(0, 1), new UUID(0, 3));
        assertThat(ranked.getFirst().breakdown().get("bias")).isEqualTo(0.3 * 0.5 * 0.2, within(1e-6));
        assertThat(ranked.get(1).breakdown()).containsEntry("bias", 0.0);
        assertThat(ranked.get(2).score()).isZero();
        assertThat(Ranker.rank(question("x"), candidates, HALF, bias))
                .isEqualTo(Ranker.rank(question("x"), candidates, HALF, Priors.OFF));
    }

    @Test
    void shouldOrderEqualScoresById() {
        var profile = profile(null, null, "same");
        var candidates = List.of(candidate(3, 0.5, profile), candidate(1, 0.5, profile), candidate(2, 0.5, profile));

        assertThat(Ranker.rank(question("x"), candidates, HALF, Priors.SHIPPED))
                .extracting(ranked -> ranked.id().getLeastSignificantBits())
                .containsExactly(1L, 2L, 3L);
    }

    @Test
    void shouldAddTheWordsOfTheNeighbours() {
        var turn = profile("c", null, "turn");
        var candidates = List.of(
                candidate(0, 0.5, 0.5, turn, List.of(), List.of(1, 2), 0),
                candidate(1, 0.4, 0.6, turn, List.of(0), List.of(2)),
                candidate(2, 0.5, 0.5, turn, List.of(1, 0), List.of(), 1));

        assertThat(addend("x", PriorKind.WINDOW, candidates, 0)).isEqualTo(0.5 * 3 * 0.64 / 4, within(1e-6));
        assertThat(addend("x", PriorKind.WINDOW, candidates, 1))
                .isEqualTo(0.5 * (1 + 3) * 0.8 / 4 + 0.5 * 0.2, within(1e-6));
        assertThat(addend("x", PriorKind.WINDOW, candidates, 2)).isEqualTo(0.5 * 0.64 / 4, within(1e-6));
    }

    @Test
    void shouldLeaveMemoriesThatStandAloneAsTheyAre() {
        var alone = profile(null, null, "Is this a question?");
        var candidates = List.of(candidate(1, 0.5, alone, 0), candidate(2, 0.1, alone, 1));

        for (PriorKind kind : List.of(PriorKind.WINDOW, PriorKind.SESSION, PriorKind.FORM)) {
            assertThat(addend("x", kind, candidates, 1)).as(kind.key()).isZero();
        }
        for (PriorKind kind : PriorKind.values()) {
            assertThat(addend("what is it", kind, candidates, 2)).as(kind.key()).isZero();
        }
    }

    @Test
    void shouldGiveWhatStandsAloneWhatTheWindowGivesTurnsThatScoreLikeIt() {
        var turn = profile("c", null, "turn");
        var alone = profile(null, null, "alone");
        var candidates = List.of(
                candidate(0, 0.2, 0.6, turn, List.of(), List.of(1)),
                candidate(1, 0.4, 0.6, turn, List.of(0), List.of(2)),
                candidate(2, 0.6, 0.6, turn, List.of(1), List.of()),
                candidate(3, 0.4, alone),
                candidate(4, 0.9, alone));

        assertThat(addend("x", PriorKind.WINDOW, candidates, 1)).isEqualTo(0.1, within(1e-6));
        assertThat(addend("x", PriorKind.WINDOW, candidates, 3)).isEqualTo(0.1, within(1e-6));
        assertThat(addend("x", PriorKind.WINDOW, candidates, 4)).isZero();
        assertThat(addend("x", PriorKind.WINDOW, candidates.subList(0, 3), 1)).isEqualTo(0.1, within(1e-6));
    }

    @Test
    void shouldDrawASessionTogether() {
        var turn = profile("c", null, "turn");
        var candidates =
                List.of(candidate(1, 0.8, turn), candidate(2, 0.2, turn), candidate(3, 0.9, profile("d", null, "x")));

        assertThat(addend("x", PriorKind.SESSION, candidates, 2)).isEqualTo(0.1 * (0.25 - 0.1), within(1e-6));
        assertThat(addend("x", PriorKind.SESSION, candidates, 3)).isZero();
    }

    @Test
    void shouldPreferWhomTheQuestionNames() {
        var candidates =
                List.of(candidate(1, 0.5, profile("c", "Ana", "hi")), candidate(2, 0.5, profile("c", "Bob", "hi")));

        assertThat(addend("What is Ana's plan?", PriorKind.SPEAKER, candidates, 1))
                .isEqualTo(0.07);
        assertThat(addend("What is Ana's plan?", PriorKind.SPEAKER, candidates, 2))
                .isZero();
        assertThat(addend("What do Ana and Bob plan?", PriorKind.SPEAKER, candidates, 1))
                .isZero();
        assertThat(addend("What is banana?", PriorKind.SPEAKER, candidates, 1)).isZero();
    }

    @Test
    void shouldBringDownWhatIsSaidOfSomebodyElseThanTheOneWhoIsNamed() {
        var candidates = List.of(
                candidate(1, 0.5, statement("Umar Kowalski reports to Bojan.", 0)),
                candidate(2, 0.5, statement("Ines Kowalski's new manager is Umar.", 0)),
                candidate(3, 0.5, statement("Ines Sato reports to Umar Kowalski.", 0)),
                candidate(4, 0.5, profile(null, null, "Umar Kowalski met Ines.")),
                candidate(5, 0.5, profile("c", null, "Ines Kowalski's manager is Umar.")));
        String ofUmar = "Who is Umar Kowalski's manager?";

        assertThat(addend(ofUmar, PriorKind.SPEAKER, candidates, 2)).isEqualTo(-0.25);
        for (int id : List.of(1, 3, 4, 5)) {
            assertThat(addend(ofUmar, PriorKind.SPEAKER, candidates, id)).isZero();
        }
        assertThat(addend("Who is the manager?", PriorKind.SPEAKER, candidates, 2))
                .isZero();
    }

    @Test
    void shouldPreferTurnsThatState() {
        var asks = profile("c", null, "And then?");
        var states = profile("c", null, "Then we drove through the night and slept at the lake house of my aunt.");
        var candidates = List.of(
                candidate(0, 0.5, 0.5, asks, List.of(), List.of(1)),
                candidate(1, 0.5, 0.5, states, List.of(0), List.of()));

        assertThat(addend("x", PriorKind.FORM, candidates, 0))
                .isEqualTo(-0.17 + 0.1 * (Math.log(3) / Math.log(41) - 0.8));
        assertThat(addend("x", PriorKind.FORM, candidates, 1))
                .isEqualTo(0.1 * (Math.log(16) / Math.log(41) - 0.8) + 0.03, within(1e-9));
    }

    @Test
    void shouldPreferTheTimeAskedFor() {
        var told = profile("c", null, "We leave on 5 June 2026.");
        var candidates = List.of(candidate(1, 0.5, profile("c", null, "hi")), candidate(2, 0.5, told));

        assertThat(addend("What happened on 11 March 2026?", PriorKind.TIME, candidates, 1))
                .isEqualTo(0.5);
        assertThat(addend("What happened on 28 February 2026?", PriorKind.TIME, candidates, 1))
                .isEqualTo(0.5 * Math.exp(-10.5 / 15), within(1e-9));
        assertThat(addend("What happens in June?", PriorKind.TIME, candidates, 2))
                .isEqualTo(0.5);
        assertThat(addend("What happened in 2026?", PriorKind.TIME, candidates, 1))
                .isEqualTo(0.15);
        assertThat(addend("When do we leave?", PriorKind.TIME, candidates, 2)).isEqualTo(0.12);
        assertThat(addend("When do we leave?", PriorKind.TIME, candidates, 1)).isZero();
    }

    @Test
    void shouldBringDownWhatALaterStatementContradicts() {
        var candidates = List.of(
                candidate(1, 0.9, statement("Ana works at Tern", 0)),
                candidate(2, 0.5, statement("Ana works for Oerd now", 2)),
                candidate(3, 0.4, statement("Ana works at Oerd.", 1)),
                candidate(4, 0.4, statement("Bilal works at Tern", 0)),
                candidate(5, 0.4, profile("c", null, "Ana works at Tern")));

        assertThat(addend("x", PriorKind.UPDATE, candidates, 1)).isEqualTo(-0.05 - 0.2, within(1e-6));
        for (int id = 2; id <= 5; id++) {
            assertThat(addend("x", PriorKind.UPDATE, candidates, id)).isZero();
        }
    }

    @Test
    void shouldLetAFormerStatementBeFirstOnlyIfItsTimeIsAskedFor() {
        var candidates = List.of(
                candidate(1, 0.9, statement("Ana works at Tern", 0)),
                candidate(2, 0.8, statement("Ana works for Oerd now", 60)));
        Priors used = Priors.SHIPPED.learned(Map.of(new UUID(0, 1), 1.5)).biased(Map.of(new UUID(0, 1), 1.0));

        assertThat(Ranker.rank(question("Where does Ana work?"), candidates, HALF, used))
                .extracting(Ranked::id)
                .containsExactly(new UUID(0, 2), new UUID(0, 1));
        assertThat(Ranker.rank(question("Where did Ana work on 11 March 2026?"), candidates, HALF, used))
                .extracting(Ranked::id)
                .containsExactly(new UUID(0, 1), new UUID(0, 2));
    }

    private static Profile statement(String text, int day) {
        return new Profile(
                null,
                null,
                null,
                NOON.plusSeconds(86_400L * day),
                0.5,
                TextForm.of(text),
                List.of(),
                Claim.of(text, null).orElse(null));
    }

    @Test
    void shouldPreferTheNewestOnlyWhereThatIsAsked() {
        var old = new Profile(null, null, null, NOON.minusSeconds(30 * 86_400), 0.9, TextForm.of("x"), List.of(), null);
        var candidates = List.of(candidate(1, 0.5, old));

        assertThat(addend("Where does she live now?", PriorKind.RECENCY, candidates, 1))
                .isEqualTo(0.075);
        assertThat(addend("Where does she live?", PriorKind.RECENCY, candidates, 1))
                .isZero();
        assertThat(addend("Where does she live?", PriorKind.IMPORTANCE, candidates, 1))
                .isEqualTo(0.04, within(1e-9));
    }

    @Property(tries = 200)
    void shouldAddUpToTheScore(
            @ForAll @Size(min = 1, max = 12) List<@DoubleRange(min = -1, max = 1) Double> cosines,
            @ForAll @DoubleRange(min = 0, max = 2) double factor) {
        var turn = profile("c", "Ana", "It was in May, yesterday?");
        List<Candidate> candidates = java.util.stream.IntStream.range(0, cosines.size())
                .mapToObj(i -> candidate(
                        i,
                        cosines.get(i),
                        cosines.get(i) / 2,
                        turn,
                        i == 0 ? List.of() : List.of(i - 1),
                        i + 1 == cosines.size() ? List.of() : List.of(i + 1),
                        i % 2))
                .toList();

        List<Ranked> ranked = Ranker.rank(
                question("When is Ana in Oslo now, in May?"),
                candidates,
                HALF,
                Priors.SHIPPED.with(Map.of(PriorKind.WINDOW, factor)));

        assertThat(ranked)
                .hasSameSizeAs(candidates)
                .allSatisfy(one -> assertThat(one.breakdown().values().stream().reduce(0.0, Double::sum))
                        .isEqualTo(one.score()));
    }
}
