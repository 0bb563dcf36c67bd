package io.mnemesh.intelligence.errors.mining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MiningFuzzTest {

    @Property(tries = 500)
    void shouldReadAnyText(@ForAll String text) {
        var read = ErrorText.read(text);

        assertThat(Signature.of(read.signature().exact(), read.signature().text()))
                .isEqualTo(read.signature());
        assertThat(read.signature().text()).doesNotContain("\u0000");
        assertThat(read.summary().length()).isLessThanOrEqualTo(2_000);
    }

    @Property(tries = 200)
    void shouldGroupAnyLinesAndRepetitionsTogether(@ForAll("lines") List<String> lines) {
        var grouper = new LineGrouper();
        lines.forEach(grouper::accept);
        lines.forEach(grouper::accept);

        int[] groups = grouper.groups();

        for (int i = 0; i < lines.size(); i++) {
            assertThat(groups[i + lines.size()]).isEqualTo(groups[i]);
        }
    }

    @Property(tries = 100)
    void shouldDecideTheSameAfterItsStateIsRestored(@ForAll("lines") List<String> lines) {
        var miner = new TemplateMiner<Integer>();
        var learnt = new ArrayList<Object[]>();
        int next = 0;
        for (String line : lines) {
            var decision = miner.decide(ErrorText.lineSignature(line));
            Integer known = decision.group();
            int group = known == null ? next++ : known;
            for (Signature signature : decision.learnt()) {
                miner.learn(signature, group);
                learnt.add(new Object[] {signature, group});
            }
        }
        var restored = new TemplateMiner<Integer>();
        learnt.forEach(pair -> restored.learn((Signature) pair[0], (Integer) pair[1]));

        for (String line : lines) {
            assertThat(restored.decide(ErrorText.lineSignature(line)))
                    .isEqualTo(miner.decide(ErrorText.lineSignature(line)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.",
                "<*>",
                "at a.b(",
                "/",
                "::",
                "=",
                "\tat a.b.C.d(C.java:1)\n",
                "File \"x\", in y\n",
                "1-",
                "\u2060"
            })
    void shouldStayFastWhateverIsRepeated(String part) {
        String text = part.repeat(10_000_000 / part.length());

        long began = System.nanoTime();
        assertThatCode(() -> ErrorText.read(text).signature()).doesNotThrowAnyException();

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void shouldTakeABlankText() {
        assertThat(ErrorText.read(" \n\t").signature().template()).isEmpty();
    }

    @Provide
    Arbitrary<List<String>> lines() {
        Arbitrary<String> word = Arbitraries.of(
                "disk",
                "full",
                "user",
                "anna",
                "bert",
                "cleo",
                "dora",
                "started",
                "stopped",
                "eth0",
                "eth7",
                "12",
                "ms",
                "a=1",
                "b=x",
                "<*>",
                "()",
                "10.0.0.1:80",
                "/x/y",
                ":",
                "host",
                "up",
                "down");
        return word.list()
                .ofMinSize(1)
                .ofMaxSize(5)
                .map(words -> String.join(" ", words))
                .list()
                .ofMaxSize(40);
    }
}
