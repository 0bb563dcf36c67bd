package io.mnemesh.memory.index.lucene;

import java.io.IOException;
import java.util.List;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;

/**
 * The words of a question that are looked up.
 *
 * @param terms distinct, as the analyzer makes them
 */
record Words(List<String> terms) {

    /** The best by BM25 among those that pass the filter. */
    ScoreDoc[] best(IndexSearcher searcher, Query filter, int count) throws IOException {
        if (terms.isEmpty()) {
            return new ScoreDoc[0];
        }
        var any = new BooleanQuery.Builder();
        terms.forEach(term -> any.add(query(term), Occur.SHOULD));
        Query filtered = new BooleanQuery.Builder()
                .add(any.build(), Occur.MUST)
                .add(filter, Occur.FILTER)
                .build();
        return searcher.search(filtered, count).scoreDocs;
    }

    /** The idf of each word, which its BM25 cannot exceed; 0 where it occurs nowhere. */
    double[] idf(IndexSearcher searcher) throws IOException {
        long count = searcher.getIndexReader().numDocs();
        var idf = new double[terms.size()];
        for (int i = 0; i < idf.length; i++) {
            long frequency = searcher.getIndexReader().docFreq(new Term(Fields.CONTENT, terms.get(i)));
            if (frequency > 0) {
                idf[i] = Math.log(1 + (Math.max(count, frequency) - frequency + 0.5) / (frequency + 0.5));
            }
        }
        return idf;
    }

    static Query query(String term) {
        return new TermQuery(new Term(Fields.CONTENT, term));
    }
}
