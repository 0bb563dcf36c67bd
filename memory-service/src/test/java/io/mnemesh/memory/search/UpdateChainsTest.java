package io.mnemesh.memory.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.memory.fake.FakeEmbeddings;
import io.mnemesh.memory.index.IndexHits;
import io.mnemesh.memory.index.IndexPosition;
import io.mnemesh.memory.index.IndexQuery;
import io.mnemesh.memory.index.IndexedMemory;
import io.mnemesh.memory.index.MemoryIndex;
import io.mnemesh.memory.index.Samples;
import io.mnemesh.memory.index.lucene.LuceneMemoryIndex;
import io.mnemesh.memory.index.lucene.LuceneSettings;
import io.mnemesh.memory.index.ranking.Fusion;
import io.mnemesh.memory.index.ranking.Priors;
import io.mnemesh.memory.memories.ContextKey;
import io.mnemesh.memory.memories.Lifecycle;
import io.mnemesh.memory.memories.Memory;
import io.mnemesh.memory.memories.MemoryFilter;
import io.mnemesh.memory.memories.MemoryType;
import io.mnemesh.memory.memories.Slot;
import io.mnemesh.memory.memories.Validity;
import io.mnemesh.mesh.event.payload.MemoryContext;
import io.mnemesh.mesh.stream.Cursor;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * 500 chains of two to six updates said in varying words, half of them by the people themselves, all in one index: what
 * holds is found first, and what held in the middle of each value. With slots the validity of each value decides, as in a
 * search over the record, so that no former value comes before the one that holds; without, the rules alone.
 */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UpdateChainsTest {

    private static final int CHAINS = 500;
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Instant FIRST = Instant.parse("2024-01-01T09:00:00Z");
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final String[] GIVEN = {
        "Ana", "Bojan", "Chidi", "Dalia", "Emre", "Freya", "Goran", "Hana", "Ines", "Jonas", "Kaito", "Lena", "Mateo",
        "Nadia", "Oskar", "Priya", "Quentin", "Rosa", "Sami", "Tove", "Umar", "Vera", "Wanda", "Yusuf", "Zoe"
    };
    private static final String[] FAMILY = {
        "Abara",
        "Brandt",
        "Castillo",
        "Dogan",
        "Eriksen",
        "Fontaine",
        "Gruber",
        "Hassan",
        "Ivanova",
        "Jensen",
        "Kowalski",
        "Lindqvist",
        "Moreau",
        "Novak",
        "Okafor",
        "Petrov",
        "Quiroga",
        "Rossi",
        "Sato",
        "Tanaka"
    };

    /** What can be asked of others and of oneself, values, and ways to say them: a person's and one's own. */
    private static final List<Kind> KINDS = List.of(
            new Kind(
                    "Where does %s work?|Where do I work?",
                    "Tern Logistics|Oerd Energy|Halden Bank|Brightwater|Nimbus Labs|Kestrel Foods|Polaris Rail",
                    "%s works at %s.|%s now works for %s.|%s joined %s.",
                    "I work at %s.|I now work for %s.|I started at %s."),
            new Kind(
                    "Where does %s live?|Where do I live?",
                    "Oslo|Porto|Ghent|Turin|Graz|Leeds|Nantes|Krakow",
                    "%s lives in %s.|%s moved to %s.|%s has relocated to %s.",
                    "I live in %s.|I moved to %s.|I am now living in %s."),
            new Kind(
                    "Who is %s's manager?|Who is my manager?",
                    "Ana|Bojan|Chidi|Dalia|Emre|Freya|Goran",
                    "%s reports to %s.|%s's manager is %s.|%s's new manager is %s.",
                    "I report to %s.|My manager is %s.|My new manager is %s."),
            new Kind(
                    "What is the favourite colour of %s?|What is my favourite colour?",
                    "green|teal|crimson|yellow|navy blue|orange|violet",
                    "%s's favourite colour is %s.|The favourite colour of %s is %s.|%s's favorite colour is now %s.",
                    "My favourite colour is %s.|My favorite colour is %s now.|My favourite colour changed to %s."),
            new Kind(
                    "Which car does %s drive?|Which car do I drive?",
                    "a Volvo|a Saab|an old Beetle|a Fiat|an electric Kia|a pickup truck|a Skoda",
                    "%s drives %s.|%s now drives %s.|%s's car is %s.",
                    "I drive %s.|I now drive %s.|My car is %s."),
            new Kind(
                    "Which seats does %s prefer?|Which seats do I prefer?",
                    "window|aisle|front|rear|middle|upper deck",
                    "%s prefers %s seats.|%s now prefers %s seats.|%s prefers %s seats these days.",
                    "I prefer %s seats.|I now prefer %s seats.|I prefer %s seats these days."),
            new Kind(
                    "Which room is the office of %s?|Which room is my office?",
                    "4-211|1-007|3-118|2-340|5-012|6-226|7-301",
                    "The office of %s is room %s.|%s's office is room %s.|The office of %s is now room %s.",
                    "My office is room %s.|My new office is room %s.|My office is now room %s."),
            new Kind(
                    "What is the diet of %s?|What is my diet?",
                    "vegan|gluten-free|pescatarian|halal|vegetarian|low-carb",
                    "%s's diet is %s.|%s's diet is now %s.|The diet of %s changed to %s.",
                    "My diet is %s.|My diet is %s now.|My diet changed to %s."));

    private final Random random = new Random(7);
    private final Map<UUID, Memory> record = new HashMap<>();
    private final List<Chain> chains = new ArrayList<>();
    private MemoryIndex index;

    private record Kind(String questions, String values, String words, String ownWords) {}

    private record Chain(String question, String user, List<Memory> values) {}

    @BeforeAll
    void store(@TempDir Path directory) {
        index = new LuceneMemoryIndex(new LuceneSettings(
                directory,
                false,
                FakeEmbeddings.DIMENSIONS,
                150,
                new Fusion(0.6),
                Duration.ofMillis(20),
                SOON,
                5_000,
                2,
                16));
        var people = new ArrayList<String>();
        for (String given : GIVEN) {
            for (String family : FAMILY) {
                people.add(given + " " + family);
            }
        }
        Collections.shuffle(people, random);
        people.subList(0, CHAINS).forEach(person -> chains.add(chain(person)));
        var memories = new ArrayList<>(record.values());
        memories.sort(Comparator.comparing(Memory::id));
        Collections.shuffle(memories, random);
        index.open().await().atMost(SOON);
        index.beginRebuild().await().atMost(SOON);
        index.restore(memories.stream().map(UpdateChainsTest::indexed).toList())
                .await()
                .atMost(SOON);
        index.endRebuild(Cursor.START).await().atMost(SOON);
    }

    @AfterAll
    void close() {
        index.close();
    }

    private Chain chain(String person) {
        Kind kind = KINDS.get(random.nextInt(KINDS.size()));
        boolean own = random.nextBoolean();
        var values = new ArrayList<>(List.of(kind.values().split("\\|", -1)));
        Collections.shuffle(values, random);
        var said = new ArrayList<Memory>();
        Instant at = FIRST.plus(Duration.ofHours(random.nextInt(2400)));
        for (String value : values.subList(0, 2 + random.nextInt(Math.min(5, values.size() - 1)))) {
            String words = pick(own ? kind.ownWords() : kind.words());
            String content = own ? words.formatted(value) : words.formatted(person, value);
            said.add(memory(content, own ? person : null, person, at));
            at = at.plus(Duration.ofMinutes(7_200 + random.nextInt(86_400)));
        }
        for (int i = 0; i + 1 < said.size(); i++) {
            Memory next = said.get(i + 1);
            said.set(i, said.get(i).until(next.happenedAt(), next.id()));
        }
        said.forEach(memory -> record.put(memory.id(), memory));
        String question = kind.questions().split("\\|", -1)[own ? 1 : 0];
        return new Chain(question.formatted(person), own ? person : "", said);
    }

    private Memory memory(String content, @Nullable String user, String subject, Instant at) {
        return new Memory(
                Samples.id(random.nextInt(Integer.MAX_VALUE)),
                new MemoryType("fact"),
                content,
                new MemoryContext(user, null, null, null, null, null, null, List.of(), Map.of()),
                Map.of(),
                0.5,
                at,
                "ana",
                NOW,
                NOW,
                1,
                true,
                new Slot(subject, "it"),
                null,
                null,
                null,
                Lifecycle.NONE);
    }

    private static IndexedMemory indexed(Memory memory) {
        return new IndexedMemory(
                Samples.ACME,
                memory.id(),
                1,
                "fact",
                memory.content(),
                memory.context(),
                memory.importance(),
                memory.happenedAt(),
                memory.createdAt(),
                new IndexedMemory.Embedding(1, FakeEmbeddings.MODEL, FakeEmbeddings.vector(memory.content())));
    }

    private String pick(String of) {
        String[] all = of.split("\\|", -1);
        return all[random.nextInt(all.length)];
    }

    /** The first hit that is meant; with slots the first one of the chain. */
    private @Nullable Memory first(Chain chain, Validity validity) {
        MemoryFilter filter = chain.user().isEmpty()
                ? MemoryFilter.ALL
                : new MemoryFilter(Set.of(), Map.of(ContextKey.USER, chain.user()), Set.of(), Map.of(), null, null);
        Instant asOf = validity.asOf();
        IndexPosition after = null;
        while (true) {
            var query = new IndexQuery(
                    Samples.ACME,
                    chain.question(),
                    FakeEmbeddings.vector(chain.question()),
                    null,
                    asOf == null ? filter : filter.by(asOf),
                    Priors.SHIPPED,
                    NOW,
                    after,
                    10,
                    0,
                    false);
            IndexHits found = index.search(query).await().atMost(SOON);
            for (IndexHits.Hit hit : found.hits()) {
                Memory memory = Objects.requireNonNull(record.get(hit.id()));
                boolean counts = !validity.latestOnly() || chain.values().contains(memory);
                if (counts && validity.holds(memory, NOW)) {
                    return memory;
                }
                after = hit.position();
            }
            if (!found.more()) {
                return null;
            }
        }
    }

    /** Share of the chains of which the latest value is first. */
    private double current(boolean latestOnly) {
        return chains.stream()
                        .filter(chain -> chain.values().getLast().equals(first(chain, Validity.of(null, latestOnly))))
                        .count()
                / (double) chains.size();
    }

    /** Share of all values that are first in the middle of their time. */
    private double asOf(boolean latestOnly) {
        int asked = 0;
        int right = 0;
        for (Chain chain : chains) {
            for (Memory value : chain.values()) {
                Instant end = value.validTo() == null ? NOW : value.validTo();
                Instant middle = value.happenedAt()
                        .plus(Duration.between(value.happenedAt(), end).dividedBy(2));
                asked++;
                right += value.equals(first(chain, Validity.of(middle, latestOnly))) ? 1 : 0;
            }
        }
        return right / (double) asked;
    }

    @Test
    void shouldFindWhatHoldsBeforeAnyFormerValueWithSlots() {
        assertThat(current(true)).isEqualTo(1.0);
    }

    @Test
    void shouldFindWhatHeldAtATimeBeforeAnyOtherValueWithSlots() {
        assertThat(asOf(true)).isEqualTo(1.0);
    }

    @Test
    void shouldFindWhatHoldsFirstByRulesAlone() {
        assertThat(current(false)).isGreaterThanOrEqualTo(0.9);
    }

    @Test
    void shouldFindWhatHeldAtATimeFirstByRulesAlone() {
        assertThat(asOf(false)).isGreaterThanOrEqualTo(0.9);
    }
}
