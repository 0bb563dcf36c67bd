package io.mnemesh.memory.index.lucene;

import io.mnemesh.mesh.tenancy.TenantId;
import java.io.IOException;
import java.util.List;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;

/**
 * The words of a tenant's question that are looked up.
 *
 * @param terms distinct, as the analyzer makes them
 */
record Words(TenantId tenant, List<String> terms) {

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
    double[] idf(TenantSearcher searcher) throws IOException {
        long count = searcher.memories();
        var idf = new double[terms.size()];
        for (int i = 0; i < idf.length; i++) {
            long frequency = searcher.getIndexReader().docFreq(TenantWords.word(tenant, terms.get(i)));
            if (frequency > 0) {
                idf[i] = Math.log(1 + (count - frequency + 0.5) / (frequency + 0.5));
            }
        }
        return idf;
    }

    Query query(String term) {
        return new TermQuery(TenantWords.word(tenant, term));
    }
}
