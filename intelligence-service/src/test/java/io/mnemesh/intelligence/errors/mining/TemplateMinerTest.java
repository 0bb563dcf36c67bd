package io.mnemesh.intelligence.errors.mining;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TemplateMinerTest {

    @Test
    void shouldStayWithinItsBoundsWhateverComes() {
        var miner = new TemplateMiner<Integer>(100, 250);
        for (int i = 0; i < 1_000; i++) {
            miner.learn(Signature.mined(List.of("w" + (char) ('a' + i % 26) + "x".repeat(i), "state", "lost")), i);
            miner.learn(new Signature(true, List.of("a.Bad" + i, "at a.b", "at c.d")), i);
        }

        assertThat(miner.signatures()).isEqualTo(100);
        assertThat(miner.words()).isLessThanOrEqualTo(250);
    }

    @Test
    void shouldGoOnKnowingWhatItLearntBeforeItWasFull() {
        var miner = new TemplateMiner<Integer>(1, 100);
        var first = ErrorText.lineSignature("disk full");
        miner.learn(first, 1);
        miner.learn(ErrorText.lineSignature("mail lost"), 2);
        miner.learn(first, 3);

        assertThat(miner.decide(first).group()).isEqualTo(3);
        assertThat(miner.decide(ErrorText.lineSignature("mail lost")).group()).isNull();
    }
}
