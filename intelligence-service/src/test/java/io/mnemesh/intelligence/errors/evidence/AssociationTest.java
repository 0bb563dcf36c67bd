package io.mnemesh.intelligence.errors.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AssociationTest {

    @Test
    void shouldSetWhatIsSeenAgainstChance() {
        var association = new Association(6, 8, 0.1, 2);

        assertThat(association.share()).isEqualTo(0.75);
        assertThat(association.lift()).isCloseTo(0.75 / 0.19, within(1e-9));
        assertThat(association.pmi()).isCloseTo(1.9808, within(1e-3));
        assertThat(association.surely()).isCloseTo(0.4093, within(1e-3));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0, false",
        "2, 2, 0.001, false",
        "3, 3, 0.01, true",
        "8, 8, 0.5, false",
        "4, 8, 0.3, false",
        "6, 8, 0.1, true",
        "3, 3, 1, false"
    })
    void shouldBeSignificantWithSupportAndLiftOnly(long support, long episodes, double usual, boolean significant) {
        assertThat(new Association(support, episodes, usual, 2).isSignificant()).isEqualTo(significant);
    }

    @Test
    void shouldSayNothingOfWhatWasNeverSeen() {
        var association = new Association(0, 5, 0, 2);

        assertThat(association.lift()).isZero();
        assertThat(association.pmi()).isZero();
    }
}
