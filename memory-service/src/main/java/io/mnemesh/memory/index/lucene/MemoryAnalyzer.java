package io.mnemesh.memory.index.lucene;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.StopFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.en.EnglishPossessiveFilter;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/**
 * Words of memories and of questions: Unicode word boundaries (UAX #29), lower case, accents folded, English stems. Of
 * memories no word is left out; of questions {@link QuestionWords} are, unless there are no others.
 */
final class MemoryAnalyzer extends Analyzer {

    /** Not a field of documents: the analysis of questions. */
    private static final String QUESTION = "question";

    /** Most distinct words of a question that are looked up. */
    private static final int MAX_QUERY_TERMS = 256;

    MemoryAnalyzer() {
        super(PER_FIELD_REUSE_STRATEGY);
    }

    @Override
    protected TokenStreamComponents createComponents(String fieldName) {
        var tokenizer = new StandardTokenizer();
        TokenStream words = new EnglishPossessiveFilter(tokenizer);
        words = new LowerCaseFilter(words);
        words = new ASCIIFoldingFilter(words);
        if (fieldName.equals(QUESTION)) {
            words = new StopFilter(words, QuestionWords.ALL);
        }
        return new TokenStreamComponents(tokenizer, new PorterStemFilter(words));
    }

    /** The distinct terms of a question, in their order. */
    List<String> terms(String text) {
        List<String> telling = terms(QUESTION, text);
        return telling.isEmpty() ? terms(Fields.CONTENT, text) : telling;
    }

    private List<String> terms(String field, String text) {
        Set<String> terms = new LinkedHashSet<>();
        try (TokenStream words = tokenStream(field, text)) {
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
