package io.mnemesh.memory.index.lucene;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.en.EnglishPossessiveFilter;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/**
 * Words of memories and of questions: Unicode word boundaries (UAX #29), lower case, accents folded, English stems. No
 * word is left out; idf makes frequent ones count little.
 */
final class MemoryAnalyzer extends Analyzer {

    /** Most distinct words of a question that are looked up. */
    private static final int MAX_QUERY_TERMS = 256;

    @Override
    protected TokenStreamComponents createComponents(String fieldName) {
        var tokenizer = new StandardTokenizer();
        TokenStream words = new EnglishPossessiveFilter(tokenizer);
        words = new LowerCaseFilter(words);
        words = new ASCIIFoldingFilter(words);
        return new TokenStreamComponents(tokenizer, new PorterStemFilter(words));
    }

    /** The distinct terms of a question, in their order. */
    List<String> terms(String text) {
        Set<String> terms = new LinkedHashSet<>();
        try (TokenStream words = tokenStream(Fields.CONTENT, text)) {
            CharTermAttribute term = words.addAttribute(CharTermAttribute.class);
            words.reset();
            while (terms.size() < MAX_QUERY_TERMS && words.incrementToken()) {
                terms.add(term.toString());
            }
            words.end();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.copyOf(terms);
    }
}
