package io.mnemesh.memory.index.lucene;

import io.mnemesh.mesh.tenancy.TenantId;
import java.util.Iterator;
import java.util.List;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.TermFrequencyAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.Term;

/**
 * The words of memories in a form in which each tenant's statistics are its own: every word is indexed behind its tenant, so
 * that its document frequency is the tenant's, and every memory has its tenant as a term of {@link #LENGTH} as often as it has
 * words, so that the frequencies of that term are the tenant's number of memories and their common length.
 */
final class TenantWords {

    static final String LENGTH = "length";

    private static final FieldType COUNTED = new FieldType();

    static {
        COUNTED.setIndexOptions(IndexOptions.DOCS_AND_FREQS);
        COUNTED.setOmitNorms(true);
        COUNTED.freeze();
    }

    private TenantWords() {}

    /** The term a word of this tenant has. */
    static Term word(TenantId tenant, String word) {
        return new Term(Fields.CONTENT, prefix(tenant) + word);
    }

    /** The term that counts the memories and words of this tenant. */
    static Term length(TenantId tenant) {
        return new Term(LENGTH, tenant.value());
    }

    /** Adds the words of a memory, in their order, as the analyzer makes them. */
    static void add(Document document, TenantId tenant, List<String> words) {
        if (!words.isEmpty()) {
            document.add(new TextField(Fields.CONTENT, new Stream(prefix(tenant), words, 1)));
            document.add(new Field(LENGTH, new Stream("", List.of(tenant.value()), words.size()), COUNTED));
        }
    }

    private static String prefix(TenantId tenant) {
        return tenant.value() + '\0';
    }

    /** Words one after another, each behind a prefix and with a frequency. */
    private static final class Stream extends TokenStream {

        private final String prefix;
        private final List<String> words;
        private final int frequency;
        private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
        private final TermFrequencyAttribute count = addAttribute(TermFrequencyAttribute.class);
        private Iterator<String> rest;

        Stream(String prefix, List<String> words, int frequency) {
            this.prefix = prefix;
            this.words = words;
            this.frequency = frequency;
            this.rest = words.iterator();
        }

        @Override
        public void reset() {
            rest = words.iterator();
        }

        @Override
        public boolean incrementToken() {
            if (!rest.hasNext()) {
                return false;
            }
            clearAttributes();
            term.append(prefix).append(rest.next());
            count.setTermFrequency(frequency);
            return true;
        }
    }
}
