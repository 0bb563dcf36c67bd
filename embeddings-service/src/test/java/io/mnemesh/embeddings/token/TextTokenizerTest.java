package io.mnemesh.embeddings.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mnemesh.embeddings.RealModel;
import io.mnemesh.embeddings.Reference;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TextTokenizerTest {

    @ParameterizedTest
    @MethodSource("io.mnemesh.embeddings.Reference#all")
    void shouldGiveTheReferenceTokens(Reference reference) {
        assertThat(RealModel.tokenizer().tokenize(reference.text()).ids()).containsExactly(reference.tokens());
    }

    @Test
    void shouldCountAllTokensWhenTheTextIsCut() {
        Tokens tokens = RealModel.tokenizer().tokenize("word ".repeat(1000));

        assertThat(tokens.length()).isEqualTo(256);
        assertThat(tokens.total()).isEqualTo(1002);
    }

    @Test
    void shouldReadALoneSurrogateAsTheReplacementCharacter() {
        assertThat(RealModel.tokenizer().tokenize("a \ud83d b"))
                .isEqualTo(RealModel.tokenizer().tokenize("a \ufffd b"));
    }

    @Property(tries = 300)
    void shouldTokeniseAnyText(@ForAll String text) {
        Tokens tokens = RealModel.tokenizer().tokenize(text);

        assertThat(tokens.ids()).startsWith(101).endsWith(102);
    }

    @Test
    void shouldRefuseAFileThatIsNoTokenizer() {
        assertThatThrownBy(() -> new TextTokenizer("{}", 100, 16))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("The tokenizer file cannot be read: ");
    }
}
