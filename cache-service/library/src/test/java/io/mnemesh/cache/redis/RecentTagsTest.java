package io.mnemesh.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.cache.redis.RecentTags.Verdict;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class RecentTagsTest {

    private static final int MOST = 4;
    private static final long START = 100;

    private final RecentTags tags = new RecentTags(MOST);

    @Example
    void shouldKnowNothingBeforeItBegins() {
        assertThat(tags.judge(List.of("a"), 1_000)).isEqualTo(Verdict.UNKNOWN);

        tags.begin(START);

        assertThat(tags.judge(List.of("a"), START)).isEqualTo(Verdict.CURRENT);
        assertThat(tags.judge(List.of("a"), START - 1)).isEqualTo(Verdict.UNKNOWN);
    }

    @Example
    void shouldForgetWhatWasBeforeItBeganAnew() {
        tags.begin(START);
        tags.changed("a", START + 1);
        tags.begin(START + 5);

        assertThat(tags.judge(List.of("a"), START)).isEqualTo(Verdict.UNKNOWN);
        assertThat(tags.judge(List.of("a"), START + 5)).isEqualTo(Verdict.CURRENT);
    }

    /** What it says is true, and it does not know only what it has no room for. */
    @Property(tries = 500)
    void shouldNeverBeWrong(
            @ForAll @Size(max = 30) List<@IntRange(max = 7) Integer> changed,
            @ForAll @IntRange(max = 40) int readAfter,
            @ForAll @Size(min = 1, max = 3) List<@IntRange(max = 7) Integer> own) {
        var some = new RecentTags(MOST);
        some.begin(START);
        Map<String, Long> last = new HashMap<>();
        long offset = START;
        for (int each : changed) {
            offset++;
            some.changed("t" + each, offset);
            last.put("t" + each, offset);
        }
        long read = START + readAfter;
        var digests = own.stream().map(each -> "t" + each).toList();
        boolean old = digests.stream().anyMatch(digest -> last.getOrDefault(digest, 0L) > read);

        switch (some.judge(digests, read)) {
            case CURRENT -> assertThat(old).isFalse();
            case OLD -> assertThat(old).isTrue();
            case UNKNOWN -> assertThat(last).hasSizeGreaterThan(MOST);
        }
    }
}
