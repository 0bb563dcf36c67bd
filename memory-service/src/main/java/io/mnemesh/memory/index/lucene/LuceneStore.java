package io.mnemesh.memory.index.lucene;

import io.mnemesh.memory.index.IndexChange;
import io.mnemesh.memory.index.IndexHits;
import io.mnemesh.memory.index.IndexQuery;
import io.mnemesh.memory.index.IndexStatistics;
import io.mnemesh.memory.index.IndexedMemory;
import io.mnemesh.memory.index.Neighbour;
import io.mnemesh.memory.index.document.MemoryAnalyzer;
import io.mnemesh.memory.index.document.StateCodec;
import io.mnemesh.memory.memories.MemoryFilter;
import io.mnemesh.mesh.stream.Cursor;
import io.mnemesh.mesh.tenancy.TenantId;
import java.io.Closeable;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * A Lucene index of memories with the cursor of the event log in its commits.
 *
 * <p>Threads: everything that changes it, and {@link #refresh}, belongs to one thread; {@link #search} and
 * {@link #statistics} may run on any. Changes since the last refresh are kept in memory so that the writer sees its own
 * writes; those of a rebuild are not, and are refreshed before the writer reads again.
 */
final class LuceneStore implements Closeable {

    private static final int GRAPH_CONNECTIONS = 24;
    private static final int GRAPH_BEAM = 160;
    private static final double BUFFER_MEGABYTES = 48;

    private final Directory directory;
    private final LuceneSettings settings;
    private final MemoryAnalyzer analyzer;
    private final IndexWriter writer;
    private final SearcherManager searchers;
    private final HybridSearch hybrid;
    private final Map<UUID, Optional<IndexedMemory>> unrefreshed = new HashMap<>();
    private final Map<Integer, String> positions;
    private final AtomicLong uncommitted = new AtomicLong();
    private boolean positionsMoved;
    private long generation;
    private boolean rebuilding;
    private boolean restored;

    /**
     * Opens what is in the directory.
     *
     * @throws IOException              if it is damaged or was written by another version of Lucene
     * @throws IllegalArgumentException if it is of another format
     */
    LuceneStore(Directory directory, LuceneSettings settings, MemoryAnalyzer analyzer) throws IOException {
        this.directory = directory;
        this.settings = settings;
        this.analyzer = analyzer;
        this.hybrid = new HybridSearch(analyzer, settings.fusion(), settings.candidates());
        var config = new IndexWriterConfig(analyzer)
                .setCodec(codec())
                .setRAMBufferSizeMB(BUFFER_MEGABYTES)
                .setMergePolicy(new TieredMergePolicy().setForceMergeDeletesPctAllowed(0))
                .setCommitOnClose(false);
        this.writer = new IndexWriter(directory, config);
        try {
            CommitData found = latest();
            this.generation = found.generation();
            this.rebuilding = found.rebuilding();
            this.positions = new HashMap<>(found.cursor().positions());
            this.searchers = new SearcherManager(writer, new SearcherFactory());
        } catch (IOException | RuntimeException e) {
            writer.rollback();
            throw e;
        }
    }

    private static Lucene104Codec codec() {
        KnnVectorsFormat graph = new Lucene99HnswVectorsFormat(GRAPH_CONNECTIONS, GRAPH_BEAM);
        return new Lucene104Codec() {
            @Override
            public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
                return graph;
            }
        };
    }

    private CommitData latest() {
        var data = new HashMap<String, String>();
        Iterable<Map.Entry<String, String>> live = writer.getLiveCommitData();
        if (live != null) {
            live.forEach(entry -> data.put(entry.getKey(), entry.getValue()));
        }
        if (data.isEmpty() && writer.getDocStats().maxDoc == 0) {
            return new CommitData(Fields.FORMAT, settings.dimensions(), 0, true, Cursor.START);
        }
        CommitData found = CommitData.of(data);
        if (found.format() != Fields.FORMAT || found.dimensions() != settings.dimensions()) {
            throw new IllegalArgumentException("The index is of another format.");
        }
        return found;
    }

    /** Reads every file and compares checksums. */
    void verify() throws IOException {
        IndexSearcher searcher = searchers.acquire();
        try {
            for (LeafReaderContext leaf : searcher.getLeafContexts()) {
                leaf.reader().checkIntegrity();
            }
        } finally {
            searchers.release(searcher);
        }
    }

    /** Where to go on following; empty if it must be rebuilt. */
    Optional<Cursor> resumable() {
        return rebuilding ? Optional.empty() : Optional.of(new Cursor(positions));
    }

    void apply(List<IndexChange> changes, Cursor reached) throws IOException {
        for (IndexChange change : changes) {
            switch (change) {
                case IndexChange.Put put -> put(put.memory());
                case IndexChange.Embed embed -> embed(embed);
                case IndexChange.Remove remove -> remove(remove.id());
            }
        }
        positions.putAll(reached.positions());
        positionsMoved = true;
    }

    private void put(IndexedMemory memory) throws IOException {
        IndexedMemory known = known(memory.id());
        if (known != null && known.version() >= memory.version()) {
            return;
        }
        write(known == null ? memory : memory.with(known.embedding()));
    }

    private void embed(IndexChange.Embed change) throws IOException {
        IndexedMemory known = known(change.id());
        IndexedMemory.Embedding embedding = change.embedding();
        if (known != null
                && embedding.vector().length == settings.dimensions()
                && embedding.replaces(known.embedding())) {
            write(known.with(embedding));
        }
    }

    private void remove(UUID id) throws IOException {
        writer.deleteDocuments(Fields.term(id));
        unrefreshed.put(id, Optional.empty());
        uncommitted.incrementAndGet();
    }

    private void write(IndexedMemory memory) throws IOException {
        add(memory);
        unrefreshed.put(memory.id(), Optional.of(memory));
    }

    private void add(IndexedMemory memory) throws IOException {
        writer.updateDocument(
                Fields.term(memory.id()), Fields.document(memory, analyzer.words(memory.content()), generation));
        uncommitted.incrementAndGet();
    }

    void beginRebuild() {
        generation++;
        rebuilding = true;
        positionsMoved = true;
    }

    /** Takes in memories whatever is known of them. */
    void restore(List<IndexedMemory> memories) throws IOException {
        for (IndexedMemory memory : memories) {
            IndexedMemory.Embedding embedding = memory.embedding();
            add(embedding != null && embedding.vector().length != settings.dimensions() ? memory.with(null) : memory);
            unrefreshed.remove(memory.id());
        }
        restored = true;
    }

    void endRebuild(Cursor resumeAt) throws IOException {
        writer.deleteDocuments(LongPoint.newRangeQuery(Fields.GENERATION, Long.MIN_VALUE, generation - 1));
        rebuilding = false;
        positions.clear();
        positions.putAll(resumeAt.positions());
        positionsMoved = true;
        refresh();
        commit();
    }

    /**
     * Removes memories with every byte of them: segments that held one are written anew without it, and their files are
     * deleted as soon as no question reads them.
     */
    void expunge(Collection<UUID> ids) throws IOException {
        for (UUID id : ids) {
            remove(id);
        }
        writer.forceMergeDeletes(true);
        positionsMoved = true;
        commit();
        refresh();
        writer.deleteUnusedFiles();
    }

    /** Lets questions see all changes. */
    void refresh() throws IOException {
        searchers.maybeRefreshBlocking();
        unrefreshed.clear();
        restored = false;
    }

    boolean refreshed() {
        return unrefreshed.isEmpty() && !restored;
    }

    boolean rebuilding() {
        return rebuilding;
    }

    /** Makes all changes and the cursor durable. */
    void commit() throws IOException {
        if (uncommitted.get() == 0 && !positionsMoved) {
            return;
        }
        var data = new CommitData(Fields.FORMAT, settings.dimensions(), generation, rebuilding, new Cursor(positions));
        writer.setLiveCommitData(data.toMap().entrySet());
        writer.commit();
        uncommitted.set(0);
        positionsMoved = false;
    }

    IndexHits search(IndexQuery question) throws IOException {
        IndexSearcher searcher = searchers.acquire();
        try {
            return hybrid.search(searcher.getIndexReader(), question);
        } finally {
            searchers.release(searcher);
        }
    }

    List<Neighbour> nearest(TenantId tenant, float[] vector, MemoryFilter filter, int limit) throws IOException {
        if (vector.length != settings.dimensions()) {
            return List.of();
        }
        IndexSearcher searcher = searchers.acquire();
        try {
            return Legs.neighbours(searcher, vector, Filters.of(tenant, filter), limit);
        } finally {
            searchers.release(searcher);
        }
    }

    Set<String> speakers(TenantId tenant, Set<String> words) throws IOException {
        IndexSearcher searcher = searchers.acquire();
        try {
            var speakers = new HashSet<String>();
            for (String word : words) {
                if (searcher.getIndexReader().docFreq(Fields.speaker(tenant, word)) > 0) {
                    speakers.add(word);
                }
            }
            return speakers;
        } finally {
            searchers.release(searcher);
        }
    }

    IndexStatistics statistics() {
        return new IndexStatistics(writer.isOpen() ? writer.getDocStats().numDocs : 0, uncommitted.get());
    }

    private @Nullable IndexedMemory known(UUID id) throws IOException {
        if (restored) {
            refresh();
        }
        Optional<IndexedMemory> recent = unrefreshed.get(id);
        if (recent != null) {
            return recent.orElse(null);
        }
        IndexSearcher searcher = searchers.acquire();
        try {
            for (LeafReaderContext leaf : searcher.getLeafContexts()) {
                int document = find(leaf.reader(), Fields.term(id));
                if (document >= 0) {
                    return read(leaf.reader(), document);
                }
            }
            return null;
        } finally {
            searchers.release(searcher);
        }
    }

    private static int find(LeafReader reader, Term term) throws IOException {
        var terms = reader.terms(term.field());
        if (terms == null) {
            return -1;
        }
        TermsEnum at = terms.iterator();
        if (!at.seekExact(term.bytes())) {
            return -1;
        }
        PostingsEnum documents = at.postings(null, PostingsEnum.NONE);
        for (int document = documents.nextDoc();
                document != PostingsEnum.NO_MORE_DOCS;
                document = documents.nextDoc()) {
            if (reader.getLiveDocs() == null || reader.getLiveDocs().get(document)) {
                return document;
            }
        }
        return -1;
    }

    private static IndexedMemory read(LeafReader reader, int document) throws IOException {
        BytesRef state = reader.storedFields().document(document).getBinaryValue(Fields.STATE);
        if (state == null) {
            throw new IllegalStateException("A document has no stored state.");
        }
        float[] vector = null;
        FloatVectorValues vectors = reader.getFloatVectorValues(Fields.VECTOR);
        if (vectors != null) {
            KnnVectorValues.DocIndexIterator iterator = vectors.iterator();
            if (iterator.advance(document) == document) {
                vector = vectors.vectorValue(iterator.index()).clone();
            }
        }
        return StateCodec.decode(state, vector);
    }

    /** Closes without a commit; {@link #commit} before it to keep changes. */
    @Override
    public void close() throws IOException {
        try (directory) {
            try {
                searchers.close();
            } finally {
                writer.rollback();
            }
        }
    }
}
