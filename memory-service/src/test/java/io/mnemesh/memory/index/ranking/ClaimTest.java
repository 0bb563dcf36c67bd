package io.mnemesh.memory.index.ranking;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Ana works at Tern.                               |     | ana          | employer         | tern
            Ana now works for Oerd                           |     | ana          | employer         | oerd
            I work at Tern now                               | Ana | ana          | employer         | tern
            Ana has moved to Oslo since May                  |     | ana          | home             | oslo
            The pilot of the Oerd is Jan. He is new.         |     | oerd         | pilot            | jan
            Ana's phone number is now 12                     |     | ana          | phone number     | 12
            The office's new address is Kade 4               |     | office       | address          | kade 4
            My favorite colour is green these days           | Bob | bob          | favourite colour | green
            Ana is now living in Oslo                        |     | ana          | home             | oslo
            I now prefer window seats these days             | Ana | ana          | preferred seats  | window
            Mila de Vries reports to Dmitri                  |     | mila de vries| manager          | dmitri
            """)
    void shouldReadWhatIsSaidOfWhom(
            String text, @Nullable String speaker, String subject, String attribute, String value) {
        assertThat(Claim.of(text, speaker)).contains(new Claim(subject, attribute, value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Where does Ana live?",
                "My address is Kade 4",
                "Ana's birthday was fun",
                "We put PgBouncer in front of the database.",
                "It rained all day",
                "Ana prefers tea",
                "Ana prefers window seats to aisle seats",
                "Ana prefers window seats on trains",
                ""
            })
    void shouldReadNothingWhereNothingIsClaimed(String text) {
        assertThat(Claim.of(text, null)).isEmpty();
    }

    @Test
    void shouldReadNineOfTenUpdatesThatAreSaidInOtherWords() {
        List<List<String>> updates = List.of(
                List.of("%s works at %s", "%s now works for %s", "%s has joined %s"),
                List.of("%s lives in %s", "%s moved to %s", "%s has recently relocated to %s"),
                List.of("%s's phone number is %s", "The phone number of %s is now %s", "%s's new phone number is %s"),
                List.of("%s reports to %s", "%s now reports to %s", "%s's manager is %s"));
        var read = new ArrayList<Boolean>();
        for (int chain = 0; chain < 500; chain++) {
            List<String> forms = updates.get(chain % updates.size());
            for (int i = 1; i < forms.size(); i++) {
                String subject = "Person" + chain;
                Claim before = Claim.of(forms.get(i - 1).formatted(subject, "Value" + (i - 1)), null)
                        .orElse(null);
                Claim after = Claim.of(forms.get(i).formatted(subject, "Value" + i), null)
                        .orElse(null);
                read.add(before != null && after != null && after.contradicts(before));
            }
        }

        assertThat(read.stream().filter(Boolean::booleanValue).count() / (double) read.size())
                .isGreaterThanOrEqualTo(0.9);
    }

    @Property(tries = 500)
    void shouldTakeAnyText(@ForAll @StringLength(max = 250) String text) {
        Claim.of(text, "ana").ifPresent(claim -> assertThat(claim.value()).isNotBlank());
    }
}
