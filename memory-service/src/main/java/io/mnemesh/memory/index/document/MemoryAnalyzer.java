package io.mnemesh.memory.index.document;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
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
public final class MemoryAnalyzer extends Analyzer {

    /** Not a field of documents: the analysis of questions. */
    private static final String QUESTION = "question";

    /** The field of documents that holds their words. */
    public static final String CONTENT = "content";

    /** Most distinct words of a question that are looked up. */
    private static final int MAX_QUERY_TERMS = 256;

    public MemoryAnalyzer() {
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
    public List<String> terms(String text) {
        List<String> telling = terms(QUESTION, text);
        return telling.isEmpty() ? terms(CONTENT, text) : telling;
    }

    /** Every word of a memory, in its order. */
    public List<String> words(String text) {
        return read(CONTENT, text, new ArrayList<>(), Integer.MAX_VALUE);
    }

    private List<String> terms(String field, String text) {
        return read(field, text, new LinkedHashSet<>(), MAX_QUERY_TERMS);
    }

    private List<String> read(String field, String text, Collection<String> terms, int most) {
        try (TokenStream words = tokenStream(field, text)) {
            CharTermAttribute term = words.addAttribute(CharTermAttribute.class);
            words.reset();
            while (terms.size() < most && words.incrementToken()) {
                terms.add(term.toString());
            }
            words.end();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.copyOf(terms);
    }
}
