package io.mnemesh.memory.index.lucene;

import io.mnemesh.mesh.tenancy.TenantId;
import java.io.IOException;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.CollectionStatistics;
import org.apache.lucene.search.IndexSearcher;
import org.jspecify.annotations.Nullable;

/**
 * One tenant's view of the index: BM25 of {@link Fields#CONTENT} with the number and the mean length of that tenant's
 * memories, so that nobody's scores depend on what others store. Like Lucene's own, the numbers include what was deleted
 * until its segment is merged.
 */
final class TenantSearcher extends IndexSearcher {

    private final long memories;
    private final long words;

    TenantSearcher(IndexReader reader, TenantId tenant) throws IOException {
        super(reader);
        Term length = TenantWords.length(tenant);
        this.memories = reader.docFreq(length);
        this.words = reader.totalTermFreq(length);
    }

    /** How many memories of the tenant have words. */
    long memories() {
        return memories;
    }

    @Override
    public @Nullable CollectionStatistics collectionStatistics(String field) throws IOException {
        if (!field.equals(Fields.CONTENT)) {
            return super.collectionStatistics(field);
        }
        // BM25 looks at the second and the third number only; the last one has to lie between them.
        return memories == 0
                ? null
                : new CollectionStatistics(field, getIndexReader().maxDoc(), memories, words, memories);
    }
}
