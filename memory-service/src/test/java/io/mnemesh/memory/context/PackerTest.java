package io.mnemesh.memory.context;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.memory.context.ContextPack.Item;
import io.mnemesh.memory.context.ContextPack.Section;
import io.mnemesh.memory.memories.Lifecycle;
import io.mnemesh.memory.memories.Memory;
import io.mnemesh.memory.memories.MemoryType;
import io.mnemesh.mesh.event.payload.MemoryContext;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackerTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private static Memory memory(int id, String content, @Nullable String user) {
        return new Memory(
                new UUID(0, id),
                new MemoryType("fact"),
                content,
                new MemoryContext(user, null, null, null, null, null, null, List.of(), Map.of()),
                Map.of(),
                0.5,
                null,
                "ana",
                NOON,
                NOON,
                1,
                true,
                null,
                null,
                null,
                null,
                Lifecycle.NONE);
    }

    @ParameterizedTest
    @CsvSource({"'', 0", "a, 1", "four, 1", "fives, 2", "' two  words ', 3", "12, 1", "1234, 2", "a1, 2", "'a, b.', 4"})
    void shouldEstimateTokensByLettersDigitsAndSigns(String text, int tokens) {
        assertThat(Tokens.in(text)).isEqualTo(tokens);
    }

    @Test
    void shouldPutFactsTasksAndTurnsInThatOrderAndTurnsAsTheyHappened() {
        ContextPack pack = new Packer(500)
                .pack(
                        List.of(memory(1, "Ana prefers\n window seats.", null)),
                        List.of(memory(2, "Book a train.", null)),
                        List.of(memory(4, "And back?", "ana"), memory(3, "Bot: Where to?", "bot")));

        assertThat(pack.text()).isEqualTo("""
                ## Facts
                - Ana prefers window seats.

                ## Open tasks
                - Book a train.

                ## Recent turns
                Bot: Where to?
                ana: And back?
                """);
        assertThat(pack.tokens()).isEqualTo(Tokens.in(pack.text()));
        assertThat(pack.left()).isZero();
        assertThat(pack.sections())
                .contains(new Section(
                        "turns",
                        List.of(
                                new Item(new UUID(0, 3), "Bot: Where to?"),
                                new Item(new UUID(0, 4), "ana: And back?"))));
    }

    @Test
    void shouldLeaveOutWhatIsTooLongAndTellHowMuch() {
        ContextPack pack = new Packer(64)
                .pack(
                        List.of(memory(1, "long ".repeat(100), null), memory(2, "short", null)),
                        List.of(),
                        List.of(
                                memory(3, "latest", null),
                                memory(4, "long ".repeat(100), null),
                                memory(5, "old", null)));

        assertThat(pack.text()).isEqualTo("## Facts\n- short\n\n## Recent turns\nlatest\n");
        assertThat(pack.left()).isEqualTo(3);
        assertThat(new Packer(64).pack(List.of(), List.of(), List.of()).text()).isEmpty();
    }

    @Test
    void shouldNeverNeedMoreTokensThanThereIsRoomForAndDoTheSameTwice() {
        var random = new Random(3);
        for (int round = 0; round < 500; round++) {
            int most = 64 + random.nextInt(400);
            List<Memory> some = IntStream.range(0, 30)
                    .mapToObj(i -> memory(i, "word ".repeat(1 + random.nextInt(30)), "ana"))
                    .toList();
            ContextPack pack = new Packer(most).pack(some.subList(0, 10), some.subList(10, 20), some.subList(20, 30));

            assertThat(pack.tokens()).isBetween(1, most);
            assertThat(pack)
                    .isEqualTo(new Packer(most).pack(some.subList(0, 10), some.subList(10, 20), some.subList(20, 30)));
        }
    }
}
